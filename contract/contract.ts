import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { ActivityEvent } from './activity.ts';
import { Conversation, ConversationSummary } from './conversations.ts';
import { errors } from './errors.ts';
import { LogEvent } from './logs.ts';
import { ModelDetails } from './models.ts';
import { Reach } from './reach.ts';
import { SettingsPatch } from './settings.ts';
import { SnapshotEvent } from './snapshot.ts';

/** A model's name as a person types it; Ollama's own grammar decides, so only what can't be one is refused here. */
const ModelName = z.string().trim().min(1).max(512);
const ModelInput = z.object({ name: ModelName });
const IdInput = z.object({ id: z.string().min(1).max(64) });

const { SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME, OLLAMA_FAILED } = errors;
const modelErrors = { SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME, OLLAMA_FAILED };

/** Every call the UI can make, once; core implements it and both transports carry it. */
export const contract = {
  snapshot: {
    watch: oc.output(eventIterator(SnapshotEvent)),
  },
  app: {
    dismissNotice: oc.input(IdInput),
    openLink: oc.input(z.object({ url: z.url() })).errors({ LINK_REFUSED: errors.LINK_REFUSED }),
    /** `null` when the person cancelled. */
    pickFile: oc
      .input(z.object({ title: z.string(), kind: z.enum(['file', 'folder']) }))
      .output(z.string().nullable())
      .errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
    reveal: oc
      .input(z.object({ what: z.enum(['modelsFolder', 'logs', 'dataFolder']) }))
      .errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
    quit: oc.errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
  },
  server: {
    start: oc,
    stop: oc,
    restart: oc,
    clearProblems: oc,
  },
  models: {
    /** Resolves when the pull has begun; its progress is in the snapshot. A pull of that name under way is joined. */
    pull: oc.input(ModelInput).output(IdInput).errors({ SERVER_NOT_RUNNING, INVALID_NAME }),
    pausePull: oc.input(IdInput),
    resumePull: oc.input(IdInput).errors({ SERVER_NOT_RUNNING }),
    /** Also takes a failed pull off the list. */
    cancelPull: oc.input(IdInput),
    remove: oc.input(ModelInput).errors(modelErrors),
    duplicate: oc.input(z.object({ name: ModelName, newName: ModelName })).errors(modelErrors),
    /** Resolves when the model is in memory. */
    load: oc.input(ModelInput).errors(modelErrors),
    unload: oc.input(ModelInput).errors(modelErrors),
    show: oc.input(ModelInput).output(ModelDetails).errors(modelErrors),
  },
  exposure: {
    /** `confirmed` says that the person has agreed to open the server without a key. */
    setReach: oc.input(z.object({ reach: Reach, confirmed: z.boolean() })).errors({
      CONFIRMATION_NEEDED: errors.CONFIRMATION_NEEDED,
      TAILSCALE_UNAVAILABLE: errors.TAILSCALE_UNAVAILABLE,
      SERVER_NOT_OURS: errors.SERVER_NOT_OURS,
    }),
  },
  settings: {
    update: oc.input(SettingsPatch).errors({ INVALID_SETTING: errors.INVALID_SETTING }),
  },
  conversations: {
    /** The whole list at once and again after each change, newest first. */
    watch: oc.output(eventIterator(z.array(ConversationSummary))),
    get: oc.input(IdInput).output(Conversation).errors({ NOT_FOUND: errors.NOT_FOUND }),
    save: oc.input(Conversation),
    remove: oc.input(IdInput),
  },
  logs: {
    watch: oc.output(eventIterator(LogEvent)),
  },
  activity: {
    watch: oc.output(eventIterator(ActivityEvent)),
  },
};
