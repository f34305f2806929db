import { z } from 'zod';
import {
  MAX_HOST_OR_ORIGIN_LENGTH,
  MAX_LIST_SETTING_ROWS,
  MAX_PORT,
  MAX_VARIABLE_NAME_LENGTH,
  MAX_VARIABLE_VALUE_LENGTH,
  MIN_PORT,
} from './derived/limits.ts';
import { Reach } from './reach.ts';

const positive = z.number().int().positive();

/** A variable that a person gives to the server by hand. */
export const ExtraVariable = z.object({ name: z.string(), value: z.string() });
export type ExtraVariable = z.infer<typeof ExtraVariable>;

/**
 * What a person can set. Every field has a default, so that a file may lack any of them. Null leaves a variable of the
 * server's to the environment Corral was started in, and there to Ollama's own default.
 */
export const Settings = z.object({
  /** Start the server when Corral opens. */
  startServer: z.boolean().default(true),
  openAtLogin: z.boolean().default(false),
  /** Leave the server running, on loopback only, when Corral quits. */
  keepServerAfterQuit: z.boolean().default(false),
  /** Keep the machine from sleeping while an answer or a pull is under way. */
  keepAwake: z.boolean().default(false),
  reach: Reach.default('thisMac'),
  /** Other machines have to present a key. */
  requireKey: z.boolean().default(true),
  /** Interfaces that stay closed where a key is required, by device. */
  closedInterfaces: z.array(z.string()).default([]),
  /** Names besides our own that a request may give as its host. */
  allowedHosts: z.array(z.string()).default([]),
  /** HTTPS in the tailnet while the reach includes it. */
  tailnetHttps: z.boolean().default(false),
  /** The `ollama` executable; null looks for one. */
  ollamaPath: z.string().min(1).nullable().default(null),
  /** The server's port; null is Ollama's own, 11434. */
  port: z.number().int().min(MIN_PORT).max(MAX_PORT).nullable().default(null),
  /** `OLLAMA_MODELS`. */
  modelsFolder: z.string().min(1).nullable().default(null),
  /** `OLLAMA_KEEP_ALIVE`: a Go duration such as `5m`, or seconds; negative is for ever, 0 unloads at once. */
  keepAlive: z.string().min(1).nullable().default(null),
  /** `OLLAMA_CONTEXT_LENGTH`, in tokens. */
  contextLength: positive.nullable().default(null),
  /** `OLLAMA_NUM_PARALLEL`: answers at the same time, per model. */
  parallelRequests: positive.nullable().default(null),
  /** `OLLAMA_MAX_LOADED_MODELS`. */
  maxLoadedModels: positive.nullable().default(null),
  /** `OLLAMA_MAX_QUEUE`: requests that may wait for a model to load. */
  maxQueue: positive.nullable().default(null),
  /** `OLLAMA_FLASH_ATTENTION`. */
  flashAttention: z.boolean().nullable().default(null),
  /** `OLLAMA_KV_CACHE_TYPE`. */
  kvCacheType: z.enum(['f16', 'q8_0', 'q4_0']).nullable().default(null),
  /** `OLLAMA_ORIGINS`: web pages that may use the server, beside those of this machine. */
  allowedOrigins: z.array(z.string()).default([]),
  /** `OLLAMA_NO_CLOUD`; false leaves it to the environment. */
  cloudOff: z.boolean().default(false),
  /** `OLLAMA_DEBUG`; false leaves it to the environment. */
  debug: z.boolean().default(false),
  /** Any other variables for the server; the settings above win over them. */
  extraVariables: z.array(ExtraVariable).default([]),
});
export type Settings = z.infer<typeof Settings>;

/** The fields a person may change on the Settings page; reach has a call of its own, because it may need a confirmation. */
export const SettingsPatch = z
  .object({
    startServer: z.boolean(),
    openAtLogin: z.boolean(),
    keepServerAfterQuit: z.boolean(),
    keepAwake: z.boolean(),
    ollamaPath: z.string().min(1).nullable(),
    port: z.number().int().min(MIN_PORT).max(MAX_PORT).nullable(),
    modelsFolder: z.string().min(1).nullable(),
    keepAlive: z.string().max(40).nullable(),
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

/** Why a field can't have the value that was given, in words for the person. */
export const SettingProblem = z.object({ field: z.string(), reason: z.string() });
export type SettingProblem = z.infer<typeof SettingProblem>;

/** One variable of the server's environment: what it is now, and who says so. */
export const EffectiveVariable = z.object({
  name: z.string(),
  /** As it is shown: secrets are hidden. For Ollama's default, the default in words. */
  value: z.string(),
  source: z.enum(['corral', 'environment', 'launchctl', 'default']),
  /** What the variable decides, in a few words; null for one that isn't Ollama's own. */
  meaning: z.string().nullable(),
  /** The running server was started with another value. */
  afterRestart: z.boolean(),
});
export type EffectiveVariable = z.infer<typeof EffectiveVariable>;
