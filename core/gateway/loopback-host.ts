const NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the Host headers of a request are one that names our loopback. Another may be a web page's name rebound to us. */
export const isLoopbackHost = (hosts: readonly string[] | undefined, port: number): boolean => {
  const [host, ...more] = (hosts ?? []).map((value) => value.toLowerCase());
  return more.length === 0 && NAMES.some((name) => host === name || host === `${name}:${port}`);
};
