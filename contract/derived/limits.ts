/** Characters of an id that Corral gave. */
export const MAX_ID_LENGTH = 64;

/** Characters of a model's name as a person types it; Ollama's own grammar allows fewer. */
export const MAX_MODEL_NAME_LENGTH = 512;
/** Characters of an alias. */
export const MAX_ALIAS_LENGTH = 200;

/** Characters of an API key's name. */
export const MAX_KEY_NAME_LENGTH = 80;
/** Models that one API key can be limited to. */
export const MAX_KEY_MODELS = 500;

/** The ports that a person can choose: below them the system asks for privileges. */
export const MIN_PORT = 1024;
export const MAX_PORT = 65_535;

/** Requests that Activity keeps. */
export const MAX_ACTIVITY_ENTRIES = 10_000;
/** Those of them that came from other machines without a valid key, so that a stranger can't push out the others. */
export const MAX_UNAUTHENTICATED_ENTRIES = 200;
/** Requests that are sent to a page at once. */
export const ACTIVITY_PAGE_SIZE = 500;
/** Characters of what Activity is searched for. */
export const MAX_SEARCH_LENGTH = 200;

/** Rows of a setting that is a list, and characters of a row. */
export const MAX_LIST_SETTING_ROWS = 100;
export const MAX_HOST_OR_ORIGIN_LENGTH = 300;
export const MAX_VARIABLE_NAME_LENGTH = 200;
export const MAX_VARIABLE_VALUE_LENGTH = 4_000;

/** Settings that are counts, as inclusive ranges. */
export const COUNT_SETTING_LIMITS = {
  /** Tokens. The longest context that a published model was trained for is ten million of them. */
  contextLength: { min: 256, max: 10_485_760 },
  /** llama-server has no more slots. */
  parallelRequests: { min: 1, max: 256 },
  maxLoadedModels: { min: 1, max: 100 },
  maxQueue: { min: 1, max: 100_000 },
  /** Seconds. Clients that wait as long as the upper limit have given up before. */
  requestWaitSeconds: { min: 0, max: 600 },
} as const;
/** A restart takes a second or two, and a start after a crash that repeats up to half a minute. */
export const DEFAULT_REQUEST_WAIT_SECONDS = 30;
/** Characters of a keep-alive time: `1h30m`. */
export const MAX_KEEP_ALIVE_LENGTH = 40;
