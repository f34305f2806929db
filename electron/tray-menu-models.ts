import type { Pull } from '../contract/models.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { separator, showPage, type TrayEntry } from './tray-entry.ts';

/** A menu longer than this is worse than the Models page. */
const maxModels = 8;

/** The Models submenu: what is installed, ticked where it is loaded, and what is being pulled. */
export function modelsMenu({ models, pulls, server }: Snapshot): readonly TrayEntry[] {
  const answers = server.actual.state === 'running' || server.actual.state === 'external';
  const loaded = new Set(models.loaded.map(({ name }) => name));
  // A loaded model must be within reach however many are installed.
  const sorted = models.installed.toSorted((a, b) => Number(loaded.has(b.name)) - Number(loaded.has(a.name)));
  const more = sorted.length - maxModels;
  return [
    { type: 'header', label: sorted.length === 0 ? 'No models installed' : 'Load or unload' },
    ...sorted.slice(0, maxModels).map(({ name }) => model(name, { loaded, loading: models.loading, answers })),
    ...(more > 0 ? [{ label: `${more} More…`, action: showPage('models') }] : []),
    ...(pulls.length > 0 ? [separator, { type: 'header', label: 'Downloads' } as const, ...pulls.map(pull)] : []),
    separator,
    { label: 'Pull a Model…', enabled: answers, action: showPage('models') },
  ];
}

interface ModelState {
  readonly loaded: ReadonlySet<string>;
  readonly loading: readonly string[];
  readonly answers: boolean;
}

function model(name: string, { loaded, loading, answers }: ModelState): TrayEntry {
  const isLoading = loading.includes(name);
  return {
    type: 'checkbox',
    label: name,
    ...(isLoading ? { sublabel: 'Loading…' } : {}),
    checked: loaded.has(name),
    enabled: answers && !isLoading,
    action: { do: loaded.has(name) ? 'unloadModel' : 'loadModel', name },
  };
}

function pull({ id, name, ...progress }: Pull): TrayEntry {
  const { state } = progress;
  return {
    label: name,
    sublabel: `${percent(progress)}${outlook(progress)}`,
    submenu: [
      ...(state === 'running' ? [{ label: 'Pause', action: { do: 'pausePull', id } as const }] : []),
      ...(state === 'paused' ? [{ label: 'Resume', action: { do: 'resumePull', id } as const }] : []),
      ...(state === 'failed' ? [{ label: 'Try Again', action: { do: 'resumePull', id } as const }] : []),
      { label: state === 'failed' ? 'Remove from List' : 'Cancel', action: { do: 'cancelPull', id } },
      { label: 'Show…', action: showPage('models') },
    ],
  };
}

type Progress = Pick<Pull, 'state' | 'completedBytes' | 'totalBytes' | 'secondsLeft'>;

function percent({ completedBytes, totalBytes }: Progress): string {
  return totalBytes ? `${Math.floor((completedBytes / totalBytes) * 100)} %` : 'Beginning';
}

function outlook({ state, secondsLeft }: Progress): string {
  if (state !== 'running') return `, ${state}`;
  if (secondsLeft === null) return '';
  return secondsLeft < 60 ? ', under a minute left' : `, ${Math.round(secondsLeft / 60)} min left`;
}
