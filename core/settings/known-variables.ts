import { serverVariableText } from '../../contract/derived/catalog/en/server-variables.ts';
import type { LabeledSetting } from '../../contract/derived/catalog/en/setting-labels.ts';

/** How Ollama parses a value: it ignores what isn't of that kind, but treats any text it doesn't know as true for a flag. */
type VariableKind = 'flag' | 'count' | 'duration' | 'text';

export interface KnownVariable {
  readonly name: string;
  readonly kind: VariableKind;
  readonly meaning: string;
  /** Ollama's default, in words or as the value itself. */
  readonly fallback: string;
}

const text = serverVariableText;

/** Each variable's kind and default, by Ollama's `envconfig/config.go`; without those that only its command line reads. */
const ROWS = [
  ['OLLAMA_HOST', 'text', '127.0.0.1:11434'],
  ['OLLAMA_MODELS', 'text', '~/.ollama/models'],
  ['OLLAMA_KEEP_ALIVE', 'duration', text('default.minutes', { count: 5 })],
  ['OLLAMA_CONTEXT_LENGTH', 'count', text('default.byMemory')],
  ['OLLAMA_NUM_PARALLEL', 'count', '1'],
  ['OLLAMA_MAX_LOADED_MODELS', 'count', text('default.perGpu', { count: 3 })],
  ['OLLAMA_MAX_QUEUE', 'count', '512'],
  ['OLLAMA_LOAD_TIMEOUT', 'duration', text('default.minutes', { count: 5 })],
  ['OLLAMA_FLASH_ATTENTION', 'flag', text('default.ifSupported')],
  ['OLLAMA_KV_CACHE_TYPE', 'text', 'f16'],
  ['OLLAMA_GPU_OVERHEAD', 'count', '0'],
  ['OLLAMA_SCHED_SPREAD', 'flag', text('default.off')],
  ['OLLAMA_ORIGINS', 'text', text('default.localPages')],
  ['OLLAMA_NO_CLOUD', 'flag', text('default.off')],
  ['OLLAMA_REMOTES', 'text', 'ollama.com'],
  ['OLLAMA_CLOUD_BASE_URL', 'text', 'https://ollama.com:443'],
  ['OLLAMA_DEBUG', 'text', text('default.off')],
  ['OLLAMA_DEBUG_LOG_REQUESTS', 'flag', text('default.off')],
  ['OLLAMA_NOPRUNE', 'flag', text('default.off')],
  ['OLLAMA_MAX_TRANSFER_STREAMS', 'count', '4'],
  ['OLLAMA_GO_TEMPLATE', 'flag', text('default.byModel')],
  ['OLLAMA_LLM_LIBRARY', 'text', text('default.byHardware')],
  ['LLAMA_ARG_FIT', 'text', text('default.notSet')],
  ['LLAMA_ARG_FIT_TARGET', 'text', text('default.notSet')],
  ['HTTPS_PROXY', 'text', text('default.none')],
  ['HTTP_PROXY', 'text', text('default.none')],
  ['NO_PROXY', 'text', text('default.none')],
] as const satisfies readonly (readonly [name: string, kind: VariableKind, fallback: string])[];

/** What `ollama serve` reads. */
export const knownVariables: readonly KnownVariable[] = ROWS.map(([name, kind, fallback]) => ({
  name,
  kind,
  fallback,
  meaning: text(`means.${name}`),
}));

/** A setting and the environment variable it becomes. */
export interface SettingVariable {
  readonly name: string;
  readonly field: LabeledSetting;
}

/** The variables that have a setting of their own. */
export const settingVariables: readonly SettingVariable[] = [
  { name: 'OLLAMA_MODELS', field: 'modelsFolder' },
  { name: 'OLLAMA_KEEP_ALIVE', field: 'keepAlive' },
  { name: 'OLLAMA_CONTEXT_LENGTH', field: 'contextLength' },
  { name: 'OLLAMA_NUM_PARALLEL', field: 'parallelRequests' },
  { name: 'OLLAMA_MAX_LOADED_MODELS', field: 'maxLoadedModels' },
  { name: 'OLLAMA_MAX_QUEUE', field: 'maxQueue' },
  { name: 'OLLAMA_FLASH_ATTENTION', field: 'flashAttention' },
  { name: 'OLLAMA_KV_CACHE_TYPE', field: 'kvCacheType' },
  { name: 'OLLAMA_ORIGINS', field: 'allowedOrigins' },
  { name: 'OLLAMA_NO_CLOUD', field: 'cloudOff' },
  { name: 'OLLAMA_DEBUG', field: 'debug' },
];
