import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { formatTimeLeft } from '../contract/derived/format/format-duration.ts';
import { isResponding } from '../contract/derived/server-state.ts';
import type { Pull } from '../contract/models.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { separator, showPage, type TrayEntry } from './tray-entry.ts';

/** A menu longer than this is harder to use than the Models page. */
const MAX_MODELS = 8;

/** The Models submenu: installed models, checked where they are loaded, and downloads. */
export function modelsMenu({ models, pulls, server }: Snapshot): readonly TrayEntry[] {
  const enabled = isResponding(server.actual.state);
  const loaded = new Set(models.loaded.map(({ name }) => name));
  // A loaded model must be in the menu however many are installed.
  const sorted = models.installed.toSorted((a, b) => Number(loaded.has(b.name)) - Number(loaded.has(a.name)));
  const more = sorted.length - MAX_MODELS;
  return [
    { type: 'header', label: desktopText(sorted.length === 0 ? 'tray.noModels' : 'tray.loadOrUnload') },
    ...sorted.slice(0, MAX_MODELS).map(({ name }) => model(name, { loaded, loading: models.loading, enabled })),
    ...(more > 0 ? [{ label: desktopText('tray.moreModels', { count: more }), action: showPage('models') }] : []),
    ...(pulls.length > 0
      ? [separator, { type: 'header', label: desktopText('tray.downloads') } as const, ...pulls.map(pull)]
      : []),
    separator,
    { label: desktopText('tray.pull'), enabled, action: showPage('models') },
  ];
}

interface ModelState {
  readonly loaded: ReadonlySet<string>;
  readonly loading: readonly string[];
  readonly enabled: boolean;
}

function model(name: string, { loaded, loading, enabled }: ModelState): TrayEntry {
  const isLoading = loading.includes(name);
  return {
    type: 'checkbox',
    label: name,
    ...(isLoading ? { sublabel: desktopText('tray.loading') } : {}),
    checked: loaded.has(name),
    enabled: enabled && !isLoading,
    action: { do: loaded.has(name) ? 'unloadModel' : 'loadModel', name },
  };
}

function pull({ id, name, ...progress }: Pull): TrayEntry {
  return {
    label: name,
    sublabel: progressLabel(progress),
    submenu: [
      ...pauseOrResume(id, progress.state),
      {
        label: desktopText(progress.state === 'failed' ? 'tray.downloadRemove' : 'tray.downloadCancel'),
        action: { do: 'cancelPull', id },
      },
      { label: desktopText('tray.downloadShow'), action: showPage('models') },
    ],
  };
}

function pauseOrResume(id: string, state: Pull['state']): readonly TrayEntry[] {
  switch (state) {
    case 'running':
      return [{ label: desktopText('tray.downloadPause'), action: { do: 'pausePull', id } }];
    case 'paused':
      return [{ label: desktopText('tray.downloadResume'), action: { do: 'resumePull', id } }];
    case 'failed':
      return [{ label: desktopText('tray.downloadRetry'), action: { do: 'resumePull', id } }];
  }
}

function progressLabel(pull: Omit<Pull, 'id' | 'name'>): string {
  const { state, completedBytes, totalBytes, secondsLeft } = pull;
  const percent = totalBytes
    ? `${Math.floor((completedBytes / totalBytes) * 100)}%`
    : desktopText('tray.downloadStarting');
  if (state === 'paused') return desktopText('tray.downloadPaused', { percent });
  if (state === 'failed') return desktopText('tray.downloadFailed', { percent });
  if (secondsLeft === null) return percent;
  return desktopText('tray.downloadRunning', { percent, timeLeft: timeLeft(secondsLeft) });
}

/** Seconds would change with every look at the menu. */
function timeLeft(seconds: number): string {
  return seconds < 60 ? desktopText('tray.lessThanMinuteLeft') : formatTimeLeft(Math.round(seconds / 60) * 60);
}
