import type { Snapshot } from '../contract/snapshot.ts';
import { type ServerStatus, serverStatus } from './server-status.ts';
import { separator, showPage, type TrayAction, type TrayEntry } from './tray-entry.ts';
import { modelsMenu } from './tray-menu-models.ts';
import { networkMenu } from './tray-menu-network.ts';

export interface TrayMenuOptions {
  /** A time of day in words. */
  readonly time: (ms: number) => string;
}

/** The menu-bar menu: a pure function of the state, so that it is tested without a tray. */
export function trayMenu(snapshot: Snapshot, { time }: TrayMenuOptions): readonly TrayEntry[] {
  const { server, exposure } = snapshot;
  const status = serverStatus(server, { effective: exposure.effective, time });
  return [
    {
      label: status.title,
      ...(status.detail === '' ? {} : { sublabel: status.detail }),
      action: { do: 'show', page: 'server' },
    },
    ...(status.needsAttention ? [{ label: 'Show What Happened…', action: showPage('server') }] : []),
    ...pending(snapshot),
    { label: `Copy ${server.baseUrl}`, accelerator: 'CmdOrCtrl+C', action: { do: 'copy', text: server.baseUrl } },
    ...loadedModels(snapshot, time),
    separator,
    { label: 'Models', submenu: modelsMenu(snapshot) },
    networkMenu(snapshot),
    separator,
    { label: 'Open Corral', accelerator: 'CmdOrCtrl+O', action: { do: 'show' } },
    { label: 'Open Playground', accelerator: 'CmdOrCtrl+P', action: showPage('playground') },
    { label: 'Logs…', accelerator: 'CmdOrCtrl+L', action: showPage('logs') },
    { label: 'Settings…', accelerator: 'CmdOrCtrl+,', action: showPage('settings') },
    separator,
    startOrStop(status),
    {
      label: 'Restart Server',
      accelerator: 'CmdOrCtrl+R',
      enabled: status.canRestart,
      action: { do: 'restartServer' },
    },
    separator,
    { label: 'Quit Corral', accelerator: 'CmdOrCtrl+Q', action: { do: 'quit' } },
  ];
}

function startOrStop({ canTakeOver, canStop, canStart }: ServerStatus): TrayEntry {
  if (canTakeOver) return { label: 'Let Corral Run the Server…', action: showPage('server') };
  return canStop
    ? { label: 'Stop Server', action: { do: 'stopServer' } }
    : { label: 'Start Server', enabled: canStart, action: { do: 'startServer' } };
}

/** What waits until nothing is under way that it would cut off, and the way to forget it. */
function pending({ server, exposure }: Snapshot): readonly TrayEntry[] {
  const waits = (label: string, cancel: string, action: TrayAction): readonly TrayEntry[] => [
    { label, enabled: false },
    { label: cancel, action },
  ];
  return [
    ...(server.pending?.action === 'stop' ? waits('Stops when idle', 'Cancel the Stop', { do: 'cancelPending' }) : []),
    ...(server.pending?.action === 'restart'
      ? waits('Restarts when idle', 'Cancel the Restart', { do: 'cancelPending' })
      : []),
    ...(exposure.pending
      ? waits('Changes who can reach it when idle', 'Cancel the Change', { do: 'cancelPendingChange' })
      : []),
  ];
}

function loadedModels({ models }: Snapshot, time: (ms: number) => string): readonly TrayEntry[] {
  if (models.loaded.length === 0) return [];
  return [
    separator,
    { type: 'header', label: 'Loaded' },
    ...models.loaded.map(({ name, sizeBytes, expiresAt }) => ({
      label: name,
      // A time of day stays true while the menu waits to be opened; a countdown would not.
      sublabel: `${gigabytes(sizeBytes)}, ${expiresAt === null ? 'stays loaded' : `unloads at ${time(expiresAt)}`}`,
      submenu: [
        { label: 'Unload', action: { do: 'unloadModel', name } as const },
        { label: 'Open Playground', action: showPage('playground') },
      ],
    })),
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
