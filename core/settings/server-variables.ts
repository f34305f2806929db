import type { Settings } from '../../contract/settings.ts';

function given(name: string, value: string | number | null): Record<string, string> {
  return value === null ? {} : { [name]: String(value) };
}
function flag(name: string, value: boolean | null): Record<string, string> {
  return value === null ? {} : { [name]: value ? '1' : '0' };
}

/** The settings as variables of the server; those that a person typed by hand lie under them. A setting of null sets nothing. */
export function serverVariables(settings: Settings): Record<string, string> {
  return {
    ...Object.fromEntries(settings.extraVariables.map(({ name, value }) => [name, value])),
    ...given('OLLAMA_MODELS', settings.modelsFolder),
    ...given('OLLAMA_KEEP_ALIVE', settings.keepAlive),
    ...given('OLLAMA_CONTEXT_LENGTH', settings.contextLength),
    ...given('OLLAMA_NUM_PARALLEL', settings.parallelRequests),
    ...given('OLLAMA_MAX_LOADED_MODELS', settings.maxLoadedModels),
    ...given('OLLAMA_MAX_QUEUE', settings.maxQueue),
    ...flag('OLLAMA_FLASH_ATTENTION', settings.flashAttention),
    ...given('OLLAMA_KV_CACHE_TYPE', settings.kvCacheType),
    // No blank after a comma: the server would not start.
    ...given('OLLAMA_ORIGINS', settings.allowedOrigins.length > 0 ? settings.allowedOrigins.join(',') : null),
    ...flag('OLLAMA_NO_CLOUD', settings.cloudOff || null),
    ...flag('OLLAMA_DEBUG', settings.debug || null),
  };
}
