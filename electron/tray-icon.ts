import type { ExposureSlice } from '../contract/exposure.ts';
import type { ServerState } from '../contract/server.ts';

export type TrayIcon = 'running' | 'shared' | 'open' | 'starting' | 'stopped' | 'problem';

const ICONS: Readonly<Record<ServerState, TrayIcon>> = {
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

/** The icon for a state; while the server runs, it also shows whether other machines can connect with or without a key. */
export function trayIcon(state: ServerState, effective: ExposureSlice['effective']): TrayIcon {
  const icon = ICONS[state];
  if (icon !== 'running' || effective === null) return icon;
  if (effective.open) return 'open';
  return effective.keyed ? 'shared' : icon;
}

/** The image files of an icon, one per frame; each has a `@2x` version beside it. */
export function trayFrames(icon: TrayIcon): readonly [string, ...string[]] {
  return icon === 'starting' ? ['starting1Template.png', 'starting2Template.png'] : [`${icon}Template.png`];
}
