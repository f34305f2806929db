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
import { LocalApps, Reach } from './reach.ts';
import { When } from './server.ts';
import { EffectiveVariable, SettingProblem, SettingsPatch } from './settings.ts';
import { SnapshotEvent } from './snapshot.ts';

/** A model's name as a person types it. Ollama's own grammar decides; this only rejects what can't be one. */
const ModelName = z.string().trim().min(1).max(MAX_MODEL_NAME_LENGTH);
const ModelInput = z.object({ name: ModelName });
/** `ask` is rejected with WORK_IN_PROGRESS if work would be interrupted. */
const WhenInput = z.object({ when: When }).default({ when: 'ask' });
const IdInput = z.object({ id: z.string().min(1).max(MAX_ID_LENGTH) });

const { SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME, OLLAMA_FAILED, WORK_IN_PROGRESS } = errors;
const modelErrors = { SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME, OLLAMA_FAILED };

/** Every call the UI can make; core implements it and both transports carry it. */
export const contract = {
  snapshot: {
    watch: oc.output(eventIterator(SnapshotEvent)),
  },
  app: {
    dismissNotice: oc.input(IdInput),
    openLink: oc.input(z.object({ url: z.url() })).errors({ LINK_REFUSED: errors.LINK_REFUSED }),
    /** `null` if the person canceled. */
    pickFile: oc
      .input(z.object({ title: z.string(), kind: z.enum(['file', 'folder']) }))
      .output(z.string().nullable())
      .errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
    reveal: oc
      /** `failure`: what the server's failure is about, or the nearest folder above it that is there. */
      .input(z.object({ what: z.enum(['modelsFolder', 'logs', 'dataFolder', 'failure']) }))
      .errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
    /** Versions, states, configuration, problems and the last log lines as text, without keys or prompts. */
    diagnostics: oc.output(z.string()),
    quit: oc.errors({ NOT_AVAILABLE: errors.NOT_AVAILABLE }),
  },
  server: {
    start: oc,
    /** With `idle` it becomes pending and is done when no work is in progress. */
    stop: oc.input(WhenInput).errors({ WORK_IN_PROGRESS }),
    restart: oc.input(WhenInput).errors({ WORK_IN_PROGRESS }),
    /** Cancels a pending stop or restart. */
    cancelPending: oc,
    /** Asks the process on the port to quit, never by force, then starts our server. `pid` is the one that was shown. */
    takeOver: oc
      .input(z.object({ pid: z.number().int().positive() }))
      .errors({ TAKE_OVER_FAILED: errors.TAKE_OVER_FAILED }),
    /** Asks the Ollama app that keeps failing to start its own server to quit, never by force. */
    quitOllamaApp: oc.errors({ TAKE_OVER_FAILED: errors.TAKE_OVER_FAILED }),
    /** Sets the port to a free one and starts the server there. */
    useFreePort: oc.output(z.object({ port: z.number() })).errors({ INVALID_SETTING: errors.INVALID_SETTING }),
    clearProblems: oc,
  },
  models: {
    /** Resolves when the pull has begun; its progress is in the snapshot. Joins a pull of that name that is in progress. */
    pull: oc.input(ModelInput).output(IdInput).errors({ SERVER_NOT_RUNNING, INVALID_NAME }),
    pausePull: oc.input(IdInput),
    resumePull: oc.input(IdInput).errors({ SERVER_NOT_RUNNING }),
    /** Also removes a failed pull from the list. */
    cancelPull: oc.input(IdInput),
    remove: oc.input(ModelInput).errors(modelErrors),
    duplicate: oc.input(z.object({ name: ModelName, newName: ModelName })).errors(modelErrors),
    /** Resolves when the model is loaded. */
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
    /** Turns an interface on or off for access with a key. Turning it off ends the requests through it. */
    setInterfaceEnabled: oc
      .input(
        z.object({ device: z.string().min(1).max(MAX_ID_LENGTH), enabled: z.boolean(), when: When.default('ask') }),
      )
      .errors({ WORK_IN_PROGRESS }),
    /** HTTPS on the tailnet, to a listener that requires a key. */
    setTailnetHttps: oc
      .input(z.object({ enabled: z.boolean(), when: When.default('ask') }))
      .errors({ WORK_IN_PROGRESS }),
    /** Sets what apps on this Mac connect to, which moves the server to another port. */
    setLocalApps: oc
      .input(z.object({ to: LocalApps, when: When.default('ask') }))
      .errors({ WORK_IN_PROGRESS, SERVER_NOT_OURS: errors.SERVER_NOT_OURS }),
    /** Applies the pending change now. */
    applyPendingNow: oc,
    /** Cancels the pending change. */
    cancelPending: oc,
    /** Sends real requests to every address. */
    testReachability: oc.output(ReachabilityReport),
  },
  settings: {
    update: oc.input(SettingsPatch).errors({ INVALID_SETTING: errors.INVALID_SETTING, NOT_SAVED: errors.NOT_SAVED }),
    /** Validates values without applying them, for a field that is being edited. */
    check: oc.input(SettingsPatch).output(SettingProblem.nullable()),
    /** Reverts the settings that need a restart to those the running server was started with. */
    undoChanges: oc.errors({ NOT_SAVED: errors.NOT_SAVED }),
    restoreDefaults: oc.errors({ NOT_SAVED: errors.NOT_SAVED }),
    /** Every environment variable that the server gets or knows. */
    effective: oc.output(z.array(EffectiveVariable)),
  },
  keys: {
    create: oc.input(NewKey).output(CreatedKey).errors({
      INVALID_NAME,
      KEY_NAME_TAKEN: errors.KEY_NAME_TAKEN,
      KEY_EXPIRED: errors.KEY_EXPIRED,
      NOT_SAVED: errors.NOT_SAVED,
    }),
    /** The key stops working, and the requests made with it end. */
    revoke: oc.input(IdInput).errors({ REVOCATION_NOT_SAVED: errors.REVOCATION_NOT_SAVED }),
  },
  aliases: {
    /** Adds an alias, or changes the model of the one with that name and key. */
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
    /** The whole list, now and after each change; newest first. */
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
    /** Now and after changes, at most once a second. */
    overview: oc.output(eventIterator(ActivityOverview)),
    query: oc.input(ActivityQuery).output(ActivityPage),
    totals: oc.input(z.object({ from: z.number().optional(), to: z.number().optional() })).output(ActivityTotals),
    /** Deletes all requests except running ones. */
    clear: oc,
  },
};
