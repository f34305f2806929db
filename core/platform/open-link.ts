const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a link may be opened outside Corral: a web page, in the clear only on this machine. */
export function mayOpenLink(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}
