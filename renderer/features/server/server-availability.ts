import type { ServerState } from '../../../contract/server.ts';

/** Whether requests can be sent: `now`, `soon` by itself, or not until a person does something. */
export type ServerAvailability = 'now' | 'soon' | 'no';

export function serverAvailability(state: ServerState): ServerAvailability {
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
    case 'portInUse':
      return 'no';
  }
}
