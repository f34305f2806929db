import type { LabeledSetting } from '../../contract/derived/catalog/en/setting-labels.ts';

/** How Ollama reads a value: what isn't of that kind it passes over, but any text it doesn't know counts as yes for a flag. */
type VariableKind = 'flag' | 'count' | 'duration' | 'text';

export interface KnownVariable {
  readonly name: string;
  readonly kind: VariableKind;
  readonly meaning: string;
  /** What holds while nobody sets it, in words. */
  readonly fallback: string;
}

function row(name: string, kind: VariableKind, meaning: string, fallback: string): KnownVariable {
  return {
    name,
    kind,
    meaning,
    fallback,
  };
}

/** What `ollama serve` reads, by Ollama's `envconfig/config.go`; what only its command line reads is left out. */
export const knownVariables: readonly KnownVariable[] = [
  row('OLLAMA_HOST', 'text', 'Address and port the server listens on', '127.0.0.1:11434'),
  row('OLLAMA_MODELS', 'text', 'Folder of the models', '~/.ollama/models'),
  row('OLLAMA_KEEP_ALIVE', 'duration', 'How long a model stays loaded after its last use', '5 minutes'),
  row('OLLAMA_CONTEXT_LENGTH', 'count', 'Tokens a model sees at once', 'chosen by the memory there is'),
  row('OLLAMA_NUM_PARALLEL', 'count', 'Answers at the same time, per model', '1'),
  row('OLLAMA_MAX_LOADED_MODELS', 'count', 'Models in memory at the same time', '3 for each GPU'),
  row('OLLAMA_MAX_QUEUE', 'count', 'Requests that may wait for a model to load', '512'),
  row('OLLAMA_LOAD_TIMEOUT', 'duration', 'How long a load may stand still before it is given up', '5 minutes'),
  row('OLLAMA_FLASH_ATTENTION', 'flag', 'Flash attention', 'on where the hardware allows it'),
  row('OLLAMA_KV_CACHE_TYPE', 'text', 'Precision of the context in memory', 'f16'),
  row('OLLAMA_GPU_OVERHEAD', 'count', 'Memory left free on each GPU, in bytes', '0'),
  row('OLLAMA_SCHED_SPREAD', 'flag', 'Spread a model over all GPUs', 'off'),
  row('OLLAMA_ORIGINS', 'text', 'Web pages that may use the server', 'pages on this machine'),
  row('OLLAMA_NO_CLOUD', 'flag', 'Cloud models and calls to ollama.com are off', 'off'),
  row('OLLAMA_REMOTES', 'text', 'Hosts that may answer for a remote model', 'ollama.com'),
  row('OLLAMA_CLOUD_BASE_URL', 'text', 'Where cloud models are asked', 'https://ollama.com:443'),
  row('OLLAMA_DEBUG', 'text', 'More in the log: 1, or 2 for everything', 'off'),
  row('OLLAMA_DEBUG_LOG_REQUESTS', 'flag', 'Write the text of requests to a temporary folder', 'off'),
  row('OLLAMA_NOPRUNE', 'flag', 'Keep unfinished downloads and unused files at a start', 'off'),
  row('OLLAMA_MAX_TRANSFER_STREAMS', 'count', 'Connections of a download of safetensors', '4'),
  row('OLLAMA_GO_TEMPLATE', 'text', 'Prefer the Modelfile’s template over the model’s own', 'chosen by the model'),
  row('OLLAMA_LLM_LIBRARY', 'text', 'Library that runs the models', 'chosen by the hardware'),
  row('LLAMA_ARG_FIT', 'text', 'Passed on to llama-server', 'not set'),
  row('LLAMA_ARG_FIT_TARGET', 'text', 'Passed on to llama-server', 'not set'),
  row('HTTPS_PROXY', 'text', 'Proxy for downloads and ollama.com', 'none'),
  row('HTTP_PROXY', 'text', 'Proxy for downloads without encryption', 'none'),
  row('NO_PROXY', 'text', 'Hosts that are reached without the proxy', 'none'),
];

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
