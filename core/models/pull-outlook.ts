import type { ServerSlice } from '../../contract/server.ts';

/** What a pull whose server went away does: it goes on, waits for the server, or gives up. */
export type PullOutlook = 'go' | 'wait' | 'giveUp';

/** By the server's state alone: a restart, ours or after a crash, is waited for; a server that stays away isn't. */
export const pullOutlook = ({ wanted, actual }: Pick<ServerSlice, 'wanted' | 'actual'>): PullOutlook => {
  switch (actual.state) {
    case 'running':
    case 'external':
      return 'go';
    case 'starting':
    case 'restarting':
    case 'unresponsive':
    case 'stopping':
      return 'wait';
    case 'stopped':
      return wanted === 'running' ? 'wait' : 'giveUp';
    case 'failed':
    case 'notInstalled':
    case 'portTaken':
      return 'giveUp';
  }
};
