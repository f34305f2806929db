import type { ServerState } from '../../../contract/server.ts';

/** Whether requests can be sent: `now`, `soon` by itself, or not until a person does something. */
export type ServerUse = 'now' | 'soon' | 'no';

export function serverUse(state: ServerState): ServerUse {
  switch (state) {
    case 'running':
    case 'external':
    case 'unresponsive':
      return 'now';
    case 'starting':
    case 'restarting':
      return 'soon';
    case 'notInstalled':
    case 'stopped':
    case 'stopping':
    case 'failed':
    case 'portTaken':
      return 'no';
  }
}
