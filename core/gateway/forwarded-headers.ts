/** What the server may see of a caller; the rest says who is asking, and Ollama copies some of it onto cloud requests. */
const PASSED = ['accept', 'content-type', 'user-agent', 'anthropic-version'];

/** Not passed back: what belongs to one connection only, and permissions that only our own origin may give. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

export const requestHeaders = (headers: Headers): Record<string, string> => {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers.get(name);
    if (value !== null) passed[name] = value;
  }
  return passed;
};

export const answerHeaders = (headers: Headers): Headers => {
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  const kept = new Headers();
  for (const [name, value] of headers) {
    if (!dropped.has(name) && !name.startsWith('access-control-')) kept.append(name, value);
  }
  return kept;
};
