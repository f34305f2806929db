import type { Settings } from '../../contract/settings.ts';

function variable(name: string, value: string | number | null): Record<string, string> {
  return value === null ? {} : { [name]: String(value) };
}

function flag(name: string, value: boolean | null): Record<string, string> {
  return value === null ? {} : { [name]: value ? '1' : '0' };
}

/** The settings as environment variables of the server. They override the extra variables; a setting of null sets nothing. */
export function serverVariables(settings: Settings): Record<string, string> {
  return {
    ...Object.fromEntries(settings.extraVariables.map(({ name, value }) => [name, value])),
    ...variable('OLLAMA_MODELS', settings.modelsFolder),
    ...variable('OLLAMA_KEEP_ALIVE', settings.keepAlive),
    ...variable('OLLAMA_CONTEXT_LENGTH', settings.contextLength),
    ...variable('OLLAMA_NUM_PARALLEL', settings.parallelRequests),
    ...variable('OLLAMA_MAX_LOADED_MODELS', settings.maxLoadedModels),
    ...variable('OLLAMA_MAX_QUEUE', settings.maxQueue),
    ...flag('OLLAMA_FLASH_ATTENTION', settings.flashAttention),
    ...variable('OLLAMA_KV_CACHE_TYPE', settings.kvCacheType),
    // Without a space after each comma: the server wouldn't start.
    ...variable('OLLAMA_ORIGINS', settings.allowedOrigins.length > 0 ? settings.allowedOrigins.join(',') : null),
    ...flag('OLLAMA_NO_CLOUD', settings.cloudOff || null),
    ...flag('OLLAMA_DEBUG', settings.debug || null),
  };
}
