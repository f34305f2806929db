/** Request headers, each with every value it was sent with. */
export type DistinctHeaders = Readonly<Partial<Record<string, readonly string[]>>>;

const BEARER_TOKEN = /^bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;
const TOKEN = /^[A-Za-z0-9._~+/-]{1,512}=*$/;

/**
 * The key of a request: `Authorization: Bearer` or `x-api-key`, each at most once, and both only with the same key.
 * null for none, for another scheme, and for anything else that two parsers might read differently.
 */
export function extractApiKey(headers: DistinctHeaders): string | null {
  const [authorization, ...moreAuthorizations] = headers.authorization ?? [];
  const [apiKey, ...moreApiKeys] = headers['x-api-key'] ?? [];
  if (moreAuthorizations.length > 0 || moreApiKeys.length > 0) return null;
  const bearer = authorization === undefined ? undefined : BEARER_TOKEN.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined) return null;
  if (apiKey !== undefined && !TOKEN.test(apiKey)) return null;
  if (bearer !== undefined && apiKey !== undefined && bearer !== apiKey) return null;
  return bearer ?? apiKey ?? null;
}
