const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '0.0.0.0'];
const APP_SCHEMES = ['app', 'file', 'tauri', 'vscode-webview', 'vscode-file'];
const BUILT_IN = [
  ...LOOPBACK_NAMES.flatMap((name) => [`http://${name}`, `https://${name}`, `http://${name}:*`, `https://${name}:*`]),
  ...APP_SCHEMES.map((scheme) => `${scheme}://*`),
];
const LEGAL_SCHEMES = [
  'http://',
  'https://',
  'chrome-extension://',
  'safari-extension://',
  'moz-extension://',
  'ms-browser-extension://',
];
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'User-Agent',
  'Accept',
  'X-Requested-With',
  'Openai-Beta',
  'X-Stainless-Arch',
  'X-Stainless-Async',
  'X-Stainless-Custom-Poll-Interval',
  'X-Stainless-Helper-Method',
  'X-Stainless-Lang',
  'X-Stainless-Os',
  'X-Stainless-Package-Version',
  'X-Stainless-Poll-Helper',
  'X-Stainless-Retry-Count',
  'X-Stainless-Runtime',
  'X-Stainless-Runtime-Version',
  'X-Stainless-Timeout',
];
const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
  'Access-Control-Allow-Headers': ALLOWED_HEADERS.join(','),
  'Access-Control-Max-Age': '43200',
};
const VARY_PREFLIGHT = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

/**
 * The check that runs before every route: the headers to add and, where the response ends here, its status.
 * @typedef {(request: {
 *   readonly origin: string | undefined,
 *   readonly host: string,
 *   readonly method: string | undefined,
 * }) => { readonly headers: Readonly<Record<string, string | readonly string[]>>, readonly status?: number }} Cors
 */

/** An element of OLLAMA_ORIGINS that makes the real server panic. */
export class OriginsPanic extends Error {}

/** @param {string} element */
function checkElement(element) {
  const stars = element.split('*').length - 1;
  if (stars > 1) throw new OriginsPanic('only one * is allowed');
  if (stars === 0 && !LEGAL_SCHEMES.some((scheme) => element.startsWith(scheme))) {
    throw new OriginsPanic(`bad origin: origins must contain '*' or include ${LEGAL_SCHEMES.join(',')}`);
  }
}

/**
 * @param {string} pattern
 * @returns {(origin: string) => boolean}
 */
function matcher(pattern) {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return (origin) => origin === pattern.toLowerCase();
  return (origin) => origin.length >= pattern.length - 1 && origin.startsWith(before) && origin.endsWith(after);
}

/**
 * Builds the CORS check of a value of OLLAMA_ORIGINS.
 * @param {string} origins
 * @returns {Cors}
 * @throws {OriginsPanic}
 */
export function createCors(origins) {
  const own = origins === '' ? [] : origins.split(',');
  own.forEach(checkElement);
  const anyOrigin = own.includes('*');
  const matchers = [...own, ...BUILT_IN].map(matcher);
  return ({ origin, host, method }) => {
    if (origin === undefined || origin === '') return { headers: {} };
    if (origin === `http://${host}` || origin === `https://${host}`) return { headers: {} };
    if (!anyOrigin && !matchers.some((matches) => matches(origin))) return { headers: {}, status: 403 };
    const grant = { 'Access-Control-Allow-Origin': anyOrigin ? '*' : origin };
    if (method !== 'OPTIONS') return { headers: anyOrigin ? grant : { ...grant, Vary: 'Origin' } };
    const vary = anyOrigin ? {} : { Vary: VARY_PREFLIGHT };
    return { headers: { ...PREFLIGHT, ...grant, ...vary }, status: 204 };
  };
}
