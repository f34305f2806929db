import type { ActiveWork, WorkCounter } from './gateway-parts.ts';

/** Counts the requests in progress of all listeners. */
export function createWorkCounter(): WorkCounter {
  let work: ActiveWork = { requests: 0, responses: 0, keyedResponses: 0 };
  const change = (by: 1 | -1, isResponse: boolean, hasKey: boolean): void => {
    work = {
      requests: work.requests + by,
      responses: work.responses + (isResponse ? by : 0),
      keyedResponses: work.keyedResponses + (isResponse && hasKey ? by : 0),
    };
  };
  return {
    add(exchange, hasKey) {
      const isResponse = exchange.method === 'POST';
      change(1, isResponse, hasKey);
      exchange.onOver(() => change(-1, isResponse, hasKey));
    },
    current: () => work,
  };
}
