import type { AppSlice, Notice } from '../../contract/app.ts';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { DamagedFile, OnDamaged } from './saved-file.ts';

type Section =
  | 'settings'
  | 'keys'
  | 'aliases'
  | 'pulls'
  | 'run'
  | 'serve'
  | 'volume'
  | 'logs'
  | 'log'
  | 'browser'
  | 'database';

/** What each file of the data folder is to a person. */
const SECTIONS: Readonly<Record<string, Section>> = {
  'settings.json': 'settings',
  'keys.json': 'keys',
  'aliases.json': 'aliases',
  'pulls.json': 'pulls',
  'run.json': 'run',
  'tailscale-serve.json': 'serve',
  'models-volume.json': 'volume',
  logs: 'logs',
  electron: 'browser',
  'corral.db': 'database',
  'corral.log': 'log',
};

/** Why it can't be used; nothing where the title says it all. */
function problemText({ file, problem }: DamagedFile): string[] {
  if (problem === 'damaged') return [];
  const isFolder = SECTIONS[file] === 'logs' || SECTIONS[file] === 'browser';
  return [dataFolderText(`problem.${isFolder && problem === 'notAFile' ? 'notAFolder' : problem}`)];
}

function asideText({ file, problem, aside }: DamagedFile): string {
  if ('movedTo' in aside) return dataFolderText('moved', { file: aside.movedTo });
  return problem === 'unavailable' ? dataFolderText('left') : dataFolderText('stuck', { reason: aside.stuck, file });
}

function lostText({ file }: DamagedFile): string[] {
  const section = SECTIONS[file];
  if (section !== undefined) return [dataFolderText(`${section}.lost`)];
  return file.startsWith('corral.db-') ? [dataFolderText('database.sidecarLost')] : [];
}

/** What a person should know about a file that couldn't be used: which one, where it is now, and what that means. */
function damageNotice(damaged: DamagedFile): Notice {
  const { file } = damaged;
  const section = SECTIONS[file];
  return {
    id: `${section ?? file}-unreadable`,
    kind: section === 'keys' ? 'error' : 'warning',
    title: section === undefined ? dataFolderText('other.title', { file }) : dataFolderText(`${section}.title`),
    detail: [...problemText(damaged), asideText(damaged), ...lostText(damaged)].join(' '),
  };
}

/** The notice that nothing is saved in `corral.db` now. `reason` is the system's own text. */
export function inMemoryNotice(reason: string): Notice {
  return {
    id: 'database-in-memory',
    kind: 'warning',
    title: dataFolderText('database.title'),
    detail: dataFolderText('database.inMemory', { reason }),
  };
}

function withNotice(app: AppSlice, notice: Notice): AppSlice {
  return { ...app, notices: [...app.notices.filter(({ id }) => id !== notice.id), notice] };
}

/** Shows each damaged file in a notice, in place of an earlier one about the same file. */
export function showDamage(store: SnapshotStore): OnDamaged {
  return (damaged) => store.update('app', (app) => withNotice(app, damageNotice(damaged)));
}

export interface CollectedDamage {
  readonly report: OnDamaged;
  /** Shows what was reported, and from now on everything at once. */
  showIn(store: SnapshotStore): void;
}

/** For files that are opened before there is a snapshot. */
export function collectDamage(): CollectedDamage {
  const reported: DamagedFile[] = [];
  let show: OnDamaged = (damaged) => void reported.push(damaged);
  return {
    report: (damaged) => show(damaged),
    showIn(store) {
      show = showDamage(store);
      for (const damaged of reported) show(damaged);
    },
  };
}
