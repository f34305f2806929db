import type { ServerState } from '../../../contract/server.ts';
import type { Gate } from '../../components/CorralMark.tsx';

/** How a state looks: the color of its dot and the gate of Corral's mark. */
export interface ServerLook {
  readonly tone: 'ok' | 'warn' | 'bad' | 'hollow' | 'busy' | 'idle';
  readonly gate: Gate;
}

const LOOKS: Readonly<Record<ServerState, ServerLook>> = {
  notInstalled: { tone: 'idle', gate: 'open' },
  stopped: { tone: 'hollow', gate: 'open' },
  starting: { tone: 'busy', gate: 'half' },
  running: { tone: 'ok', gate: 'closed' },
  unresponsive: { tone: 'warn', gate: 'problem' },
  restarting: { tone: 'busy', gate: 'half' },
  failed: { tone: 'bad', gate: 'problem' },
  stopping: { tone: 'busy', gate: 'half' },
  external: { tone: 'hollow', gate: 'closed' },
  portInUse: { tone: 'bad', gate: 'problem' },
};

/** `isOpen`: other machines can use the server without a key. */
export function serverLook(state: ServerState, isOpen: boolean): ServerLook {
  const look = LOOKS[state];
  return state === 'running' && isOpen ? { ...look, tone: 'warn' } : look;
}
