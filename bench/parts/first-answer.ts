import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 1;

function asks(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/version', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

/** Asks each millisecond; the time of the first good answer, by `performance.now()`. A question that hangs is answered first. */
export async function firstAnswer(port: number): Promise<number> {
  while (!(await asks(port))) await delay(askEveryMs);
  return performance.now();
}
