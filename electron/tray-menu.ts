import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { serverText } from '../contract/derived/catalog/en/server.ts';
import { formatKnownBytes } from '../contract/derived/format/format-bytes.ts';
import { formatClock } from '../contract/derived/format/format-time.ts';
import { type ServerActions, serverActions } from '../contract/derived/server-state.ts';
import { serverCaption } from '../contract/derived/server-text.ts';
import { trayLabel } from '../contract/derived/tray-label.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { separator, showPage, type TrayAction, type TrayEntry } from './tray-entry.ts';
import { modelsMenu } from './tray-menu-models.ts';
import { networkMenu } from './tray-menu-network.ts';

/** The menu-bar menu: a pure function of the state, so that it is tested without a tray. */
export function trayMenu(snapshot: Snapshot): readonly TrayEntry[] {
  const { server } = snapshot;
  const actions = serverActions(server.actual);
  return [
    ...state(snapshot, actions),
    ...pending(snapshot),
    {
      label: desktopText('tray.copy', { url: server.baseUrl }),
      accelerator: 'CmdOrCtrl+C',
      action: { do: 'copy', text: server.baseUrl },
    },
    ...loadedModels(snapshot),
    separator,
    { label: desktopText('tray.models'), submenu: modelsMenu(snapshot) },
    networkMenu(snapshot),
    separator,
    { label: desktopText('tray.open'), accelerator: 'CmdOrCtrl+O', action: { do: 'show' } },
    { label: desktopText('tray.playground'), accelerator: 'CmdOrCtrl+P', action: showPage('playground') },
    { label: desktopText('tray.logs'), accelerator: 'CmdOrCtrl+L', action: showPage('logs') },
    { label: desktopText('menu.settings'), accelerator: 'CmdOrCtrl+,', action: showPage('settings') },
    separator,
    startOrStop(actions),
    {
      label: desktopText('menu.restart'),
      accelerator: 'CmdOrCtrl+R',
      enabled: actions.canRestart,
      action: { do: 'restartServer' },
    },
    separator,
    { label: desktopText('tray.quit'), accelerator: 'CmdOrCtrl+Q', action: { do: 'quit' } },
  ];
}

function state({ server, exposure }: Snapshot, { needsAttention }: ServerActions): readonly TrayEntry[] {
  return [
    {
      label: desktopText(trayLabel(server.actual, exposure.effective)),
      sublabel: serverText(serverCaption(server)),
      action: showPage('server'),
    },
    ...(needsAttention ? [{ label: desktopText('tray.details'), action: showPage('server') }] : []),
  ];
}

function startOrStop({ canTakeOver, canStop, canStart }: ServerActions): TrayEntry {
  if (canTakeOver) return { label: desktopText('tray.takeOver'), action: showPage('server') };
  return canStop
    ? { label: desktopText('tray.stop'), action: { do: 'stopServer' } }
    : { label: desktopText('tray.start'), enabled: canStart, action: { do: 'startServer' } };
}

/** What is done as soon as nothing is in progress that it would interrupt, and the way to cancel it. */
function pending({ server, exposure }: Snapshot): readonly TrayEntry[] {
  const entries = (label: string, cancel: string, action: TrayAction): readonly TrayEntry[] => [
    { label, enabled: false },
    { label: cancel, action },
  ];
  return [
    ...(server.pending?.action === 'stop'
      ? entries(desktopText('tray.stopPending'), desktopText('tray.cancelStop'), { do: 'cancelPending' })
      : []),
    ...(server.pending?.action === 'restart'
      ? entries(desktopText('tray.restartPending'), desktopText('tray.cancelRestart'), { do: 'cancelPending' })
      : []),
    ...(exposure.pending
      ? entries(desktopText('tray.changePending'), desktopText('tray.cancelChange'), { do: 'cancelPendingChange' })
      : []),
  ];
}

function loadedModels({ models }: Snapshot): readonly TrayEntry[] {
  if (models.loaded.length === 0) return [];
  return [
    separator,
    { type: 'header', label: desktopText('tray.loaded') },
    ...models.loaded.map(({ name, sizeBytes, expiresAt }) => ({
      label: name,
      ...memory(sizeBytes, expiresAt),
      submenu: [
        { label: desktopText('tray.unload'), action: { do: 'unloadModel', name } as const },
        { label: desktopText('tray.playground'), action: showPage('playground') },
      ],
    })),
  ];
}

/** A time of day stays true while the menu waits to be opened; a countdown would not. */
function memory(sizeBytes: number, expiresAt: number | null | undefined): { readonly sublabel?: string } {
  const size = formatKnownBytes(sizeBytes);
  if (expiresAt === undefined) return size === null ? {} : { sublabel: size };
  const time = expiresAt === null ? null : formatClock(expiresAt);
  if (time === null) {
    const stays = size === null ? desktopText('tray.stays') : desktopText('tray.staysLoaded', { size });
    return { sublabel: stays };
  }
  const unloads = size === null ? desktopText('tray.unloads', { time }) : desktopText('tray.unloadsAt', { size, time });
  return { sublabel: unloads };
}
