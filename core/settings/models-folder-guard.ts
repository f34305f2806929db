import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { singleFlightProbe } from '../async/single-flight-probe.ts';
import { type Volume, volumeName, volumeOf } from '../os/volumes.ts';
import { writeAtomically } from '../os/write-atomically.ts';
import { folderProblem } from './path-problem.ts';

/** A dead network volume keeps whoever looks at it waiting for ever. In milliseconds. */
const probeTimeoutMs = 2_000;

/** Where the folder was when it was last seen. */
const LastSeenVolume = z.object({ folder: z.string(), mountPoint: z.string() });
type LastSeenVolume = z.infer<typeof LastSeenVolume>;

export interface ModelsFolderGuardOptions {
  readonly dataDir: string;
  /** The models folder of the next run, as an absolute path. */
  readonly folder: () => string;
  /** Milliseconds; a test waits less. */
  readonly timeoutMs?: number;
  readonly findVolume?: (path: string) => Promise<Volume>;
}

export interface ModelsFolderGuard {
  /**
   * Why the server can't keep its models in the folder now, as a sentence; null when it can. Creates nothing. Cheap enough to be
   * asked every few seconds, and answers in about two seconds whatever the disk does.
   */
  problem(): Promise<string | null>;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** An empty folder that a server made where the volume is missing has no manifests. */
function hasModels(folder: string): Promise<boolean> {
  return readdir(join(folder, 'manifests')).then(
    (names) => names.length > 0,
    () => false,
  );
}

function isAncestor(above: string, below: string): boolean {
  return above !== below && below.startsWith(above.endsWith(sep) ? above : above + sep);
}

function missing(name: string, folder: string): string {
  return `The models are in ${folder}, on the volume “${name}”, which is not there now. Connect it, or choose another models folder in Settings.`;
}

async function readSighting(path: string): Promise<LastSeenVolume | null> {
  try {
    return LastSeenVolume.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps a server from being started over a models folder that isn't there: it would make an empty one and say nothing. */
export function createModelsFolderGuard(options: ModelsFolderGuardOptions): ModelsFolderGuard {
  const { dataDir, folder, timeoutMs = probeTimeoutMs, findVolume = volumeOf } = options;
  const file = join(dataDir, 'models-volume.json');
  let sighting: LastSeenVolume | null | undefined;

  const remember = async (seen: LastSeenVolume): Promise<void> => {
    if (sighting?.folder === seen.folder && sighting.mountPoint === seen.mountPoint) return;
    sighting = seen;
    await writeAtomically(file, JSON.stringify(seen)).catch(() => undefined);
  };

  const lookAt = async (path: string): Promise<string | null> => {
    if (sighting === undefined) sighting = await readSighting(file);
    const { name, mountPoint, mounted } = await findVolume(path);
    if (!mounted) return missing(name, path);
    const wasOn = sighting?.folder === path ? sighting.mountPoint : null;
    // The folder lay on a volume of its own; now what is at its path lies on the disk below.
    if (wasOn !== null && isAncestor(mountPoint, wasOn) && !(await hasModels(path))) {
      return missing(volumeName(wasOn), path);
    }
    const problem = await folderProblem(path);
    if (problem !== null) return `The models folder ${path} can’t be used. ${problem} Choose another one in Settings.`;
    if (await isThere(path)) await remember({ folder: path, mountPoint });
    return null;
  };

  const look = singleFlightProbe(timeoutMs, lookAt);

  return {
    problem() {
      const path = folder();
      return look(path, `The models folder ${path} doesn’t answer. Is it on a network volume that is gone?`);
    },
  };
}
