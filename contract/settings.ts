import { z } from 'zod';
import {
  DEFAULT_REQUEST_WAIT_SECONDS,
  MAX_HOST_OR_ORIGIN_LENGTH,
  MAX_KEEP_ALIVE_LENGTH,
  MAX_LIST_SETTING_ROWS,
  MAX_PORT,
  MAX_VARIABLE_NAME_LENGTH,
  MAX_VARIABLE_VALUE_LENGTH,
  MIN_PORT,
} from './derived/limits.ts';
import { LocalApps, Reach } from './reach.ts';

const positive = z.number().int().positive();

/** An environment variable that a person sets for the server. */
export const ExtraVariable = z.object({ name: z.string(), value: z.string() });
export type ExtraVariable = z.infer<typeof ExtraVariable>;

/**
 * What a person can set. Every field has a default, so that a file may lack any of them. For a server variable, null means
 * the value of the environment Corral was started in, or else Ollama's default.
 */
export const Settings = z.object({
  /** Start the server when Corral opens. */
  startServer: z.boolean().default(true),
  openAtLogin: z.boolean().default(false),
  /** Keep the server running when Corral quits, on loopback only. */
  keepServerAfterQuit: z.boolean().default(false),
  /** Keep the computer awake while requests or pulls are in progress. */
  keepAwake: z.boolean().default(false),
  reach: Reach.default('thisMac'),
  /** Other devices have to present a key. */
  requireKey: z.boolean().default(true),
  /** Devices of the interfaces that are off for access with a key. */
  closedInterfaces: z.array(z.string()).default([]),
  /** Host names besides our own that requests may use. */
  allowedHosts: z.array(z.string()).default([]),
  /** HTTPS on the tailnet while the network access includes it. */
  tailnetHttps: z.boolean().default(false),
  /** What listens on the server's port on this Mac: Corral, which relays to the server, or the server itself. */
  localApps: LocalApps.default('corral'),
  /** How long a request waits for a server that starts or restarts, in seconds; 0 is not at all. */
  requestWaitSeconds: z.number().int().nonnegative().default(DEFAULT_REQUEST_WAIT_SECONDS),
  /** The `ollama` executable; null looks for one. */
  ollamaPath: z.string().min(1).nullable().default(null),
  /** The server's port; null is Ollama's own, 11434. */
  port: z.number().int().min(MIN_PORT).max(MAX_PORT).nullable().default(null),
  /** `OLLAMA_MODELS`. */
  modelsFolder: z.string().min(1).nullable().default(null),
  /** `OLLAMA_KEEP_ALIVE`: a Go duration such as `5m`, or seconds; negative is forever, 0 unloads immediately. */
  keepAlive: z.string().min(1).nullable().default(null),
  /** `OLLAMA_CONTEXT_LENGTH`, in tokens. */
  contextLength: positive.nullable().default(null),
  /** `OLLAMA_NUM_PARALLEL`: parallel requests per model. */
  parallelRequests: positive.nullable().default(null),
  /** `OLLAMA_MAX_LOADED_MODELS`. */
  maxLoadedModels: positive.nullable().default(null),
  /** `OLLAMA_MAX_QUEUE`: queued requests. */
  maxQueue: positive.nullable().default(null),
  /** `OLLAMA_FLASH_ATTENTION`. */
  flashAttention: z.boolean().nullable().default(null),
  /** `OLLAMA_KV_CACHE_TYPE`. */
  kvCacheType: z.enum(['f16', 'q8_0', 'q4_0']).nullable().default(null),
  /** `OLLAMA_ORIGINS`: origins of web pages that may use the server, besides those of this computer. */
  allowedOrigins: z.array(z.string()).default([]),
  /** `OLLAMA_NO_CLOUD`; false leaves it to the environment. */
  cloudOff: z.boolean().default(false),
  /** `OLLAMA_DEBUG`; false leaves it to the environment. */
  debug: z.boolean().default(false),
  /** Any other variables for the server; the settings above win over them. */
  extraVariables: z.array(ExtraVariable).default([]),
});
export type Settings = z.infer<typeof Settings>;

/** The fields that the Settings page can change. Network access has its own calls, because it may need a confirmation. */
export const SettingsPatch = z
  .object({
    startServer: z.boolean(),
    openAtLogin: z.boolean(),
    keepServerAfterQuit: z.boolean(),
    keepAwake: z.boolean(),
    requestWaitSeconds: z.number(),
    ollamaPath: z.string().min(1).nullable(),
    port: z.number().int().min(MIN_PORT).max(MAX_PORT).nullable(),
    modelsFolder: z.string().min(1).nullable(),
    keepAlive: z.string().max(MAX_KEEP_ALIVE_LENGTH).nullable(),
    contextLength: z.number().nullable(),
    parallelRequests: z.number().nullable(),
    maxLoadedModels: z.number().nullable(),
    maxQueue: z.number().nullable(),
    flashAttention: z.boolean().nullable(),
    kvCacheType: z.enum(['f16', 'q8_0', 'q4_0']).nullable(),
    allowedOrigins: z.array(z.string().max(MAX_HOST_OR_ORIGIN_LENGTH)).max(MAX_LIST_SETTING_ROWS),
    allowedHosts: z.array(z.string().max(MAX_HOST_OR_ORIGIN_LENGTH)).max(MAX_LIST_SETTING_ROWS),
    cloudOff: z.boolean(),
    debug: z.boolean(),
    extraVariables: z
      .array(
        z.object({ name: z.string().max(MAX_VARIABLE_NAME_LENGTH), value: z.string().max(MAX_VARIABLE_VALUE_LENGTH) }),
      )
      .max(MAX_LIST_SETTING_ROWS),
  })
  .partial()
  .strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

function fixedBy<Value extends z.ZodType>(value: Value) {
  return z.object({ variable: z.string(), value });
}

/**
 * Settings that a variable of the environment decides, with the value in effect: what is stored has no effect, and a change
 * is refused. By field; also the data folder, which only the environment and the command line can set.
 */
export const FixedSettings = z
  .object({
    port: fixedBy(z.number()),
    ollamaPath: fixedBy(z.string()),
    dataDir: fixedBy(z.string()),
    cloudOff: fixedBy(z.boolean()),
    debug: fixedBy(z.boolean()),
  })
  .partial();
export type FixedSettings = z.infer<typeof FixedSettings>;

/** Why a field can't have the given value, for the person. */
export const SettingProblem = z.object({ field: z.string(), reason: z.string() });
export type SettingProblem = z.infer<typeof SettingProblem>;

/** A variable of the server's environment: its value and where that is set. */
export const EffectiveVariable = z.object({
  name: z.string(),
  /** As it is shown: secrets are redacted. For Ollama's default, a description of it. */
  value: z.string(),
  source: z.enum(['corral', 'environment', 'launchctl', 'default']),
  /** What the variable sets; null for one that isn't Ollama's. */
  meaning: z.string().nullable(),
  /** The running server was started with a different value. */
  afterRestart: z.boolean(),
});
export type EffectiveVariable = z.infer<typeof EffectiveVariable>;
