import { platform } from 'node:process';
import { portListenersLinux } from './port-listeners-linux.ts';
import { portListenersMac } from './port-listeners-mac.ts';

/** A socket that listens on a TCP port. The pid is null where the system doesn't report it, as for another user's process. */
export interface PortListener {
  /** Numeric, without brackets; `0.0.0.0` or `::` for every interface. */
  readonly address: string;
  readonly pid: number | null;
}

/** Every listener on a port: wildcard, IPv4 and IPv6. */
export const portListeners: (port: number) => Promise<PortListener[]> =
  platform === 'darwin' ? portListenersMac : portListenersLinux;
