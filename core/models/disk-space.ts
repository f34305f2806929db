import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelsSlice } from '../../contract/models.ts';
import type { Settings } from '../../contract/settings.ts';

/** Where the server keeps its models: the setting, else the inherited variable, else Ollama's default. */
export function modelsFolder(settings: Pick<Settings, 'modelsFolder'>, env: NodeJS.ProcessEnv): string {
  return settings.modelsFolder ?? (env.OLLAMA_MODELS || join(env.HOME || homedir(), '.ollama', 'models'));
}

/**
 * Free and total bytes of the volume of `folder`, or of the nearest folder above it while it doesn't exist yet. Null when they
 * can't be read.
 */
export async function diskSpace(folder: string, requested = folder): Promise<ModelsSlice['disk']> {
  const volume = await statfs(folder).catch(() => null);
  if (volume) {
    return { folder: requested, freeBytes: volume.bavail * volume.bsize, totalBytes: volume.blocks * volume.bsize };
  }
  const parent = dirname(folder);
  return parent === folder ? null : diskSpace(parent, requested);
}
