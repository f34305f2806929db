/** Where a request comes from, as Ollama sees it. */
type OriginKind =
  /** Not from a web page, or from one of the server's own origin: no CORS headers. */
  | 'none'
  | 'allowed'
  /** Of a web page that may not send requests. */
  | 'foreign';

export type CorsHeaders = Readonly<Record<string, string>>;

/** Ollama's rule for web pages. */
export interface OllamaOriginRule {
  kindOf(origin: string | undefined, host: string): OriginKind;
  /** What Ollama adds to a response to that origin, if it is allowed. */
  responseHeaders(origin: string): CorsHeaders;
  /** What it responds to a preflight of that origin with. */
  preflightHeaders(origin: string): CorsHeaders;
}

/** Always allowed. Source: `AllowedOrigins` in Ollama's `envconfig/config.go`. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '0.0.0.0'];
const APP_ORIGINS = ['app://*', 'file://*', 'tauri://*', 'vscode-webview://*', 'vscode-file://*'];
const BUILT_IN = [
  ...LOOPBACK_HOSTS.flatMap((host) => [`http://${host}`, `https://${host}`, `http://${host}:*`, `https://${host}:*`]),
  ...APP_ORIGINS,
];

/** Source: `GenerateRoutes` in Ollama's `server/routes.go`, and the defaults of gin-contrib/cors 1.7.2. */
const PREFLIGHT: CorsHeaders = {
  'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
  'access-control-allow-headers': [
    ...['Authorization', 'Content-Type', 'User-Agent', 'Accept', 'X-Requested-With', 'Openai-Beta'],
    ...['X-Stainless-Arch', 'X-Stainless-Async', 'X-Stainless-Custom-Poll-Interval', 'X-Stainless-Helper-Method'],
    ...['X-Stainless-Lang', 'X-Stainless-Os', 'X-Stainless-Package-Version', 'X-Stainless-Poll-Helper'],
    ...['X-Stainless-Retry-Count', 'X-Stainless-Runtime', 'X-Stainless-Runtime-Version', 'X-Stainless-Timeout'],
  ].join(','),
  'access-control-max-age': '43200',
};
const ANY_ORIGIN: CorsHeaders = { 'access-control-allow-origin': '*' };
const ANY_ORIGIN_PREFLIGHT: CorsHeaders = { ...PREFLIGHT, ...ANY_ORIGIN };
const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

interface Wildcard {
  readonly before: string;
  readonly after: string;
}

/** One with several `*` would have ended the server at its start. */
function wildcardsIn(patterns: readonly string[]): Wildcard[] {
  return patterns.flatMap((pattern) => {
    const [before = '', after, ...more] = pattern.split('*');
    return after === undefined || more.length > 0 ? [] : [{ before, after }];
  });
}

/**
 * Ollama's own rule for the Origin header, with what `OLLAMA_ORIGINS` adds. As in gin-contrib/cors 1.7.2, patterns without `*` are
 * compared in lowercase with the header as it was sent, and those with one as they are.
 */
export function createOllamaOriginRule(serverOrigins: readonly string[]): OllamaOriginRule {
  const patterns = [...serverOrigins, ...BUILT_IN];
  const isOpen = serverOrigins.includes('*');
  const exact = new Set(patterns.map((pattern) => pattern.trim().toLowerCase()));
  const wildcards = wildcardsIn(patterns);
  const isAllowed = (origin: string): boolean =>
    isOpen ||
    exact.has(origin) ||
    wildcards.some(({ before, after }) => origin.startsWith(before) && origin.endsWith(after));
  return {
    kindOf(origin, host) {
      if (origin === undefined || origin === '') return 'none';
      // Stricter than Ollama: Node joins repeated headers with a comma, and Go reads only the first.
      if (origin.includes(',')) return 'foreign';
      if (origin === `http://${host}` || origin === `https://${host}`) return 'none';
      return isAllowed(origin) ? 'allowed' : 'foreign';
    },
    responseHeaders: (origin) => (isOpen ? ANY_ORIGIN : { 'access-control-allow-origin': origin, vary: 'Origin' }),
    preflightHeaders: (origin) =>
      isOpen ? ANY_ORIGIN_PREFLIGHT : { ...PREFLIGHT, 'access-control-allow-origin': origin, vary: PREFLIGHT_VARY },
  };
}
