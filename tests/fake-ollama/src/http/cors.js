const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '0.0.0.0'];
const BUILT_IN = [
  ...LOOPBACK_NAMES.flatMap((name) => [`http://${name}`, `https://${name}`, `http://${name}:*`, `https://${name}:*`]),
  ...['app', 'file', 'tauri', 'vscode-webview', 'vscode-file'].map((scheme) => `${scheme}://*`),
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
  ...['Authorization', 'Content-Type', 'User-Agent', 'Accept', 'X-Requested-With', 'Openai-Beta'],
  ...['Arch', 'Async', 'Custom-Poll-Interval', 'Helper-Method', 'Lang', 'Os', 'Package-Version', 'Poll-Helper'].map(
    (name) => `X-Stainless-${name}`,
  ),
  ...['Retry-Count', 'Runtime', 'Runtime-Version', 'Timeout'].map((name) => `X-Stainless-${name}`),
];
const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
  'Access-Control-Allow-Headers': ALLOWED_HEADERS.join(','),
  'Access-Control-Max-Age': '43200',
};

/** An element of OLLAMA_ORIGINS that makes the real server panic. */
export class OriginsPanic extends Error {}

function checkElement(element) {
  const stars = element.split('*').length - 1;
  if (stars > 1) throw new OriginsPanic('only one * is allowed');
  if (stars === 0 && !LEGAL_SCHEMES.some((scheme) => element.startsWith(scheme))) {
    throw new OriginsPanic(`bad origin: origins must contain '*' or include ${LEGAL_SCHEMES.join(',')}`);
  }
}

function matcher(pattern) {
  const [before, after] = pattern.split('*');
  if (after === undefined) return (origin) => origin === pattern.toLowerCase();
  return (origin) => origin.length >= pattern.length - 1 && origin.startsWith(before) && origin.endsWith(after);
}

/**
 * Builds the check that runs before every route: `(origin, host, method)` gives the headers to add and, where the request ends
 * here, its status.
 * @throws {OriginsPanic}
 */
export function createCors(origins) {
  const own = origins === '' ? [] : origins.split(',');
  own.forEach(checkElement);
  const anyOrigin = own.includes('*');
  const matchers = [...own, ...BUILT_IN].map(matcher);
  return ({ origin, host, method }) => {
    if (origin === undefined) return { headers: {} };
    if (!anyOrigin && (origin === `http://${host}` || origin === `https://${host}`)) return { headers: {} };
    if (!anyOrigin && !matchers.some((matches) => matches(origin))) return { headers: {}, status: 403 };
    const grant = { 'Access-Control-Allow-Origin': anyOrigin ? '*' : origin };
    if (method !== 'OPTIONS') return { headers: anyOrigin ? grant : { ...grant, Vary: 'Origin' } };
    const vary = anyOrigin ? {} : { Vary: VARY_PREFLIGHT };
    return { headers: { ...PREFLIGHT, ...grant, ...vary }, status: 204 };
  };
}

const VARY_PREFLIGHT = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];
