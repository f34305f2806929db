import { z } from 'zod';
import { errorText } from './derived/catalog/en/errors.ts';
import { openAccessText } from './derived/catalog/en/open-access.ts';
import { Reach } from './reach.ts';
import { InterruptionScope, Work } from './work.ts';

const Reason = z.object({ reason: z.string() });
const Name = z.object({ name: z.string() });

/** Expected failures: each carries what the UI needs to offer the remedy. Anything else is a bug. */
export const errors = {
  SERVER_NOT_RUNNING: { message: errorText('SERVER_NOT_RUNNING') },
  MODEL_NOT_FOUND: { message: errorText('MODEL_NOT_FOUND'), data: Name },
  /** `data.reason` says what is wrong with the name, where that is known. */
  INVALID_NAME: { message: errorText('INVALID_NAME'), data: Name.extend({ reason: z.string().optional() }) },
  /** `data.message` is Ollama's own. */
  OLLAMA_FAILED: {
    message: errorText('OLLAMA_FAILED'),
    data: z.object({ status: z.number().nullable(), message: z.string() }),
  },
  CONFIRMATION_NEEDED: {
    message: errorText('CONFIRMATION_NEEDED', { title: openAccessText('title'), detail: openAccessText('detail') }),
    data: z.object({ reach: Reach }),
  },
  TAILSCALE_UNAVAILABLE: { message: errorText('TAILSCALE_UNAVAILABLE'), data: Reason },
  /** Nothing was interrupted yet; the call can be repeated with `when` `now` or `idle`. `data` is what would be interrupted. */
  WORK_IN_PROGRESS: {
    message: errorText('WORK_IN_PROGRESS'),
    data: Work.pick({ activeRequests: true, pulls: true }).extend({ scope: InterruptionScope }),
  },
  TAKE_OVER_FAILED: { message: errorText('TAKE_OVER_FAILED'), data: Reason },
  SERVER_NOT_OURS: { message: errorText('SERVER_NOT_OURS'), data: Reason },
  INVALID_SETTING: {
    message: errorText('INVALID_SETTING'),
    data: z.object({ field: z.string(), reason: z.string() }),
  },
  LINK_REFUSED: { message: errorText('LINK_REFUSED') },
  NOT_AVAILABLE: { message: errorText('NOT_AVAILABLE') },
  KEY_NAME_TAKEN: { message: errorText('KEY_NAME_TAKEN'), data: Name },
  KEY_EXPIRED: { message: errorText('KEY_EXPIRED') },
  /** The file in the data folder is unchanged. */
  NOT_SAVED: { message: errorText('NOT_SAVED'), data: Reason },
  REVOCATION_NOT_SAVED: { message: errorText('REVOCATION_NOT_SAVED') },
  ALIAS_OF_ITSELF: { message: errorText('ALIAS_OF_ITSELF') },
  /** The call can be repeated with `confirmed`. */
  ALIAS_HIDES_MODEL: { message: errorText('ALIAS_HIDES_MODEL'), data: Name },
  NOT_FOUND: { message: errorText('NOT_FOUND') },
} as const;
