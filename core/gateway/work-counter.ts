import type { ActiveWork, WorkCounter } from './gateway-parts.ts';

/** Counts the requests in progress of all listeners. */
export function createWorkCounter(): WorkCounter {
  let work: ActiveWork = { requests: 0, responses: 0, keyedResponses: 0 };
  const changeRequests = (by: 1 | -1): void => {
    work = { ...work, requests: work.requests + by };
  };
  const changeResponses = (by: 1 | -1, hasKey: boolean): void => {
    work = {
      ...work,
      responses: work.responses + by,
      keyedResponses: work.keyedResponses + (hasKey ? by : 0),
    };
  };
  return {
    addRequest(exchange) {
      changeRequests(1);
      exchange.onOver(() => changeRequests(-1));
    },
    addResponse(exchange, hasKey) {
      if (exchange.method !== 'POST') return;
      changeResponses(1, hasKey);
      exchange.onOver(() => changeResponses(-1, hasKey));
    },
    current: () => work,
  };
}
