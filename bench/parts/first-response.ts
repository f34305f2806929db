import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const PROBE_INTERVAL_MS = 1;

function responds(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/version', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

/** Probes each millisecond, one probe at a time; the time of the first good response, by `performance.now()`. */
export async function firstResponse(port: number): Promise<number> {
  while (!(await responds(port))) await delay(PROBE_INTERVAL_MS);
  return performance.now();
}
