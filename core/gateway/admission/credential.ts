/** Request headers, each with every value it was sent with. */
export type DistinctHeaders = Readonly<Partial<Record<string, readonly string[]>>>;

const BEARER = /^bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;
const BARE = /^[A-Za-z0-9._~+/-]{1,512}=*$/;

/**
 * The key a request presents: `Authorization: Bearer` or `x-api-key`, each at most once, both only if they say the same.
 * null for none, for another scheme, and for anything else that two readers might read differently.
 */
export function extractApiKey(headers: DistinctHeaders): string | null {
  const authorization = headers.authorization ?? [];
  const apiKey = headers['x-api-key'] ?? [];
  if (authorization.length > 1 || apiKey.length > 1) return null;
  const [first] = authorization;
  const [second] = apiKey;
  const bearer = first === undefined ? undefined : (BEARER.exec(first)?.[1] ?? null);
  const bare = second === undefined ? undefined : BARE.test(second) ? second : null;
  if (bearer === null || bare === null) return null;
  if (bearer !== undefined && bare !== undefined && bearer !== bare) return null;
  return bearer ?? bare ?? null;
}
