import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  ActivityEvent,
  ActivityFilter,
  ActivityOverview,
  ActivityPage,
  ActivityQuery,
  ActivityTotals,
} from './activity.ts';
import { Conversation, ConversationSummary } from './conversations.ts';
import { MAX_ID_LENGTH, MAX_MODEL_NAME_LENGTH } from './derived/limits.ts';
import { errors } from './errors.ts';
import { ReachabilityReport } from './exposure.ts';
import { AliasId, CreatedKey, NewAlias, NewKey } from './keys.ts';
import { LogEvent } from './logs.ts';
import { ModelDetails } from './models.ts';
import { Reach } from './reach.ts';
import { When } from './server.ts';
import { EffectiveVariable, SettingProblem, SettingsPatch } from './settings.ts';
import { SnapshotEvent } from './snapshot.ts';

/** A model's name as a person types it; Ollama's own grammar decides, so only what can't be one is refused here. */
const ModelName = z.string().trim().min(1).max(MAX_MODEL_NAME_LENGTH);
const ModelInput = z.object({ name: ModelName });
/** `ask` refuses with WORK_IN_PROGRESS where something would be cut off. */
const WhenInput = z.object({ when: When }).default({ when: 'ask' });
const IdInput = z.object({ id: z.string().min(1).max(MAX_ID_LENGTH) });

const { SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME, OLLAMA_FAILED, WORK_IN_PROGRESS } = errors;
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
    /** Versions, states, configuration, problems and last lines as text, without keys or prompts. */
    diagnostics: oc.output(z.string()),
    quit: oc.errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
  },
  server: {
    start: oc,
    /** With `idle` it is only noted, and done when nothing is under way any more. */
    stop: oc.input(WhenInput).errors({ WORK_IN_PROGRESS }),
    restart: oc.input(WhenInput).errors({ WORK_IN_PROGRESS }),
    /** Forgets a stop or restart that waits. */
    cancelPending: oc,
    /** Asks whoever holds the port to end, politely and never by force, then starts ours. `pid` is the one that was shown. */
    takeOver: oc
      .input(z.object({ pid: z.number().int().positive() }))
      .errors({ TAKE_OVER_FAILED: errors.TAKE_OVER_FAILED }),
    /** Sets the port to a free one and starts there. */
    useFreePort: oc.output(z.object({ port: z.number() })).errors({ INVALID_SETTING: errors.INVALID_SETTING }),
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
    setReach: oc.input(z.object({ reach: Reach, confirmed: z.boolean(), when: When.default('ask') })).errors({
      WORK_IN_PROGRESS,
      CONFIRMATION_NEEDED: errors.CONFIRMATION_NEEDED,
      TAILSCALE_UNAVAILABLE: errors.TAILSCALE_UNAVAILABLE,
      SERVER_NOT_OURS: errors.SERVER_NOT_OURS,
    }),
    /** `confirmed` says that the person has agreed to open the server without a key. */
    setKeyRequired: oc
      .input(z.object({ required: z.boolean(), confirmed: z.boolean(), when: When.default('ask') }))
      .errors({
        WORK_IN_PROGRESS,
        CONFIRMATION_NEEDED: errors.CONFIRMATION_NEEDED,
        SERVER_NOT_OURS: errors.SERVER_NOT_OURS,
      }),
    /** Opens or closes one interface where a key is required; what runs over it is ended when it closes. */
    setInterfaceEnabled: oc
      .input(
        z.object({ device: z.string().min(1).max(MAX_ID_LENGTH), enabled: z.boolean(), when: When.default('ask') }),
      )
      .errors({ WORK_IN_PROGRESS }),
    /** HTTPS in the tailnet, to a listener that requires a key. */
    setTailnetHttps: oc
      .input(z.object({ enabled: z.boolean(), when: When.default('ask') }))
      .errors({ WORK_IN_PROGRESS }),
    /** Makes at once the change that waits. */
    applyPendingNow: oc,
    /** Forgets the change that waits. */
    cancelPending: oc,
    /** Makes real requests to every address. */
    testReachability: oc.output(ReachabilityReport),
  },
  settings: {
    update: oc.input(SettingsPatch).errors({ INVALID_SETTING: errors.INVALID_SETTING }),
    /** Whether the values could be used, without using them; for a field that is being typed in. */
    check: oc.input(SettingsPatch).output(SettingProblem.nullable()),
    /** Puts what the running server was started without back to what it was started with. */
    undoChanges: oc,
    restoreDefaults: oc,
    /** Every variable the server gets or would understand. */
    effective: oc.output(z.array(EffectiveVariable)),
  },
  keys: {
    create: oc.input(NewKey).output(CreatedKey).errors({
      INVALID_NAME,
      KEY_NAME_TAKEN: errors.KEY_NAME_TAKEN,
      KEY_EXPIRED: errors.KEY_EXPIRED,
      NOT_SAVED: errors.NOT_SAVED,
    }),
    /** From now on the key opens nothing; what runs with it is ended. */
    revoke: oc.input(IdInput).errors({ REVOCATION_NOT_SAVED: errors.REVOCATION_NOT_SAVED }),
  },
  aliases: {
    /** Adds one, or changes the model of the one in that place. */
    set: oc.input(NewAlias).errors({
      INVALID_NAME,
      ALIAS_OF_ITSELF: errors.ALIAS_OF_ITSELF,
      ALIAS_HIDES_MODEL: errors.ALIAS_HIDES_MODEL,
      NOT_FOUND: errors.NOT_FOUND,
      NOT_SAVED: errors.NOT_SAVED,
    }),
    remove: oc.input(AliasId).errors({ NOT_SAVED: errors.NOT_SAVED }),
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
    watch: oc.input(ActivityFilter.optional()).output(eventIterator(ActivityEvent)),
    /** At once and again as it changes, at most every second. */
    overview: oc.output(eventIterator(ActivityOverview)),
    query: oc.input(ActivityQuery).output(ActivityPage),
    totals: oc.input(z.object({ from: z.number().optional(), to: z.number().optional() })).output(ActivityTotals),
    /** Deletes every request but those that run. */
    clear: oc,
  },
};
