const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The link in its parsed form where it may be opened outside Corral: https anywhere, http on this machine only. Null otherwise. */
export const openableLink = (text: string): string | null => {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return null;
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return allowed ? url.href : null;
};
