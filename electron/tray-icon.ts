import type { ServerState } from '../contract/server.ts';

export type TrayIcon = 'running' | 'starting' | 'stopped' | 'problem';

const icons: Readonly<Record<ServerState, TrayIcon>> = {
  running: 'running',
  external: 'running',
  starting: 'starting',
  restarting: 'starting',
  stopping: 'starting',
  stopped: 'stopped',
  notInstalled: 'problem',
  unresponsive: 'problem',
  failed: 'problem',
  portTaken: 'problem',
};

/** The gate: closed, moving, open, or with a mark in it. */
export function trayIcon(state: ServerState): TrayIcon {
  return icons[state];
}

/** The image files of an icon, one a frame; a `@2x` stands beside each. */
export function trayFrames(icon: TrayIcon): readonly [string, ...string[]] {
  return icon === 'starting' ? ['starting1Template.png', 'starting2Template.png'] : [`${icon}Template.png`];
}
