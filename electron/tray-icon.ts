import type { ExposureSlice } from '../contract/exposure.ts';
import type { ServerState } from '../contract/server.ts';

export type TrayIcon = 'running' | 'shared' | 'open' | 'starting' | 'stopped' | 'problem';

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
  portInUse: 'problem',
};

/** The gate: closed, moving, open, or with a mark in it: others get in with a key, without one, or something is wrong. */
export function trayIcon(state: ServerState, effective: ExposureSlice['effective']): TrayIcon {
  const icon = icons[state];
  if (icon !== 'running' || effective === null) return icon;
  if (effective.open) return 'open';
  return effective.keyed ? 'shared' : icon;
}

/** The image files of an icon, one a frame; a `@2x` stands beside each. */
export function trayFrames(icon: TrayIcon): readonly [string, ...string[]] {
  return icon === 'starting' ? ['starting1Template.png', 'starting2Template.png'] : [`${icon}Template.png`];
}
