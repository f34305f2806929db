/**
 * What an origin without a `*` may begin with: anything else ends the server with a panic as it starts. Of gin-contrib/cors 1.7
 * with Ollama's options (`server/routes.go`); tried with Ollama 0.33.
 */
export const ORIGIN_SCHEMES = [
  'http://',
  'https://',
  'chrome-extension://',
  'safari-extension://',
  'moz-extension://',
  'ms-browser-extension://',
];

/** Whether the server panics on an element of `OLLAMA_ORIGINS`; nothing is trimmed or lowercased before this check. */
export function isFatalOrigin(element: string): boolean {
  const wildcards = element.split('*').length - 1;
  if (wildcards > 0) return wildcards > 1;
  return !ORIGIN_SCHEMES.some((scheme) => element.startsWith(scheme));
}
