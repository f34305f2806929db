import { z } from 'zod';
import { Reach } from './reach.ts';
import { InterruptionScope, Work } from './work.ts';

/** Expected failures: each carries what the UI needs to offer the remedy. Anything else is a bug. */
export const errors = {
  SERVER_NOT_RUNNING: { message: 'The server is not running.' },
  MODEL_NOT_FOUND: {
    message: 'No model with that name is installed.',
    data: z.object({ name: z.string() }),
  },
  INVALID_NAME: {
    message: 'That is not a model name. Use letters, digits, and - _ . : /',
    data: z.object({ name: z.string() }),
  },
  /** Ollama answered with an error; its own words are in `data`. */
  OLLAMA_FAILED: {
    message: 'The server could not do that.',
    data: z.object({ status: z.number().nullable(), message: z.string() }),
  },
  CONFIRMATION_NEEDED: {
    message:
      'Open to your network without a key. Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.',
    data: z.object({ reach: Reach }),
  },
  TAILSCALE_UNAVAILABLE: {
    message: 'Tailscale is not available.',
    data: z.object({ reason: z.string() }),
  },
  /** Asked before anything was cut off; the call can be made again with `when` `now` or `idle`. */
  WORK_IN_PROGRESS: {
    message: 'Something is under way that this would cut off.',
    /** The work is that which would be cut off. */
    data: Work.pick({ activeRequests: true, pulls: true }).extend({ scope: InterruptionScope }),
  },
  TAKE_OVER_FAILED: {
    message: 'The other server is still there.',
    data: z.object({ reason: z.string() }),
  },
  SERVER_NOT_OURS: {
    message: 'Corral did not start this server, so it cannot change who reaches it.',
    data: z.object({ reason: z.string() }),
  },
  INVALID_SETTING: {
    message: 'That value cannot be used.',
    data: z.object({ field: z.string(), reason: z.string() }),
  },
  LINK_REFUSED: { message: 'Only web links can be opened.' },
  NOT_AVAILABLE: { message: 'This is not available here.' },
  KEY_NAME_TAKEN: {
    message: 'There is a key with that name already. Choose another, so that you can tell them apart.',
    data: z.object({ name: z.string() }),
  },
  KEY_EXPIRED: { message: 'The key would have expired already. Choose a later day.' },
  /** The file in the data folder is as it was before. */
  NOT_SAVED: {
    message: 'Corral could not write to its data folder, so nothing has changed. The disk may be full.',
    data: z.object({ reason: z.string() }),
  },
  REVOCATION_NOT_SAVED: {
    message:
      'The key no longer works, but that could not be written to the data folder. Corral goes on trying; if it is restarted before, the key works again.',
  },
  ALIAS_OF_ITSELF: { message: 'The name and the model are the same. Choose another name or another model.' },
  /** The call can be made again with `confirmed`. */
  ALIAS_HIDES_MODEL: {
    message: 'A model of that name is installed. Callers with a key would get the other model in its place.',
    data: z.object({ name: z.string() }),
  },
  NOT_FOUND: { message: 'It is no longer there.' },
} as const;
