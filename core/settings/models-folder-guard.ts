import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import { singleFlightProbe } from '../async/single-flight-probe.ts';
import { type OnDamaged, openSavedFile } from '../data-folder/saved-file.ts';
import { type Volume, volumeName, volumeOf } from '../os/volumes.ts';
import { folderProblem } from './path-problem.ts';

/** A disconnected network volume never responds. */
const PROBE_TIMEOUT_MS = 2_000;

/** The volume that the folder was on when it was last seen: the content of `models-volume.json`. */
const LastSeenVolume = z.object({ folder: z.string(), mountPoint: z.string() });
type LastSeenVolume = z.infer<typeof LastSeenVolume>;

export interface ModelsFolderGuardOptions {
  readonly dataDir: string;
  /** What is remembered about the folder couldn't be read. */
  readonly onDamaged: OnDamaged;
  /** The models folder of the next run, as an absolute path. */
  readonly folder: () => string;
  /** Milliseconds; a test waits less. */
  readonly timeoutMs?: number;
  readonly findVolume?: (path: string) => Promise<Volume>;
}

export interface ModelsFolderGuard {
  /**
   * Why the server can't use the models folder now, as a sentence; null when it can. Creates nothing. Cheap enough to be called
   * every few seconds, and resolves within about two seconds whatever the disk does.
   */
  problem(): Promise<string | null>;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** An empty folder that a server created while the volume was missing has no manifests. */
function hasModels(folder: string): Promise<boolean> {
  return readdir(join(folder, 'manifests')).then(
    (names) => names.length > 0,
    () => false,
  );
}

function isAncestor(above: string, below: string): boolean {
  return above !== below && below.startsWith(above.endsWith(sep) ? above : above + sep);
}

function volumeMissing(volume: string, folder: string): string {
  return settingProblemText('modelsFolder.volumeMissing', { volume, folder });
}

/** Keeps the server from being started while the models folder is missing: it would silently create an empty one. */
export function createModelsFolderGuard(options: ModelsFolderGuardOptions): ModelsFolderGuard {
  const { dataDir, onDamaged, folder, timeoutMs = PROBE_TIMEOUT_MS, findVolume = volumeOf } = options;
  const file = openSavedFile({ path: join(dataDir, 'models-volume.json'), schema: LastSeenVolume, onDamaged });
  let lastSeen: LastSeenVolume | null | undefined;

  const remember = async (seen: LastSeenVolume): Promise<void> => {
    if (lastSeen?.folder === seen.folder && lastSeen.mountPoint === seen.mountPoint) return;
    lastSeen = seen;
    await file.write(JSON.stringify(seen)).catch(() => undefined);
  };

  const checkFolder = async (path: string): Promise<string | null> => {
    if (lastSeen === undefined) lastSeen = file.read();
    const { name, mountPoint, mounted } = await findVolume(path);
    if (!mounted) return volumeMissing(name, path);
    const wasOn = lastSeen?.folder === path ? lastSeen.mountPoint : null;
    // The folder was on a volume of its own; what is at its path now is on the disk below.
    if (wasOn !== null && isAncestor(mountPoint, wasOn) && !(await hasModels(path))) {
      return volumeMissing(volumeName(wasOn), path);
    }
    const problem = await folderProblem(path);
    if (problem !== null) return settingProblemText('modelsFolder.unusable', { folder: path, problem });
    if (await exists(path)) await remember({ folder: path, mountPoint });
    return null;
  };

  const probe = singleFlightProbe(timeoutMs, checkFolder);

  return {
    problem() {
      const path = folder();
      return probe(path, settingProblemText('modelsFolder.unresponsive', { folder: path }));
    },
  };
}
