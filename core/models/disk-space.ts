import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelsSlice } from '../../contract/models.ts';
import type { Settings } from '../../contract/settings.ts';

/** Where the server keeps its models: our setting, the variable the server inherits, Ollama's own folder. */
export function modelsFolder(settings: Pick<Settings, 'modelsFolder'>, env: NodeJS.ProcessEnv): string {
  return settings.modelsFolder ?? (env.OLLAMA_MODELS || join(env.HOME || homedir(), '.ollama', 'models'));
}

/** Space on the volume of `folder`, which need not exist yet: then of the nearest folder above it. Null where that fails. */
export async function diskSpace(folder: string, asked = folder): Promise<ModelsSlice['disk']> {
  const volume = await statfs(folder).catch(() => null);
  if (volume) {
    return { folder: asked, freeBytes: volume.bavail * volume.bsize, totalBytes: volume.blocks * volume.bsize };
  }
  const parent = dirname(folder);
  return parent === folder ? null : diskSpace(parent, asked);
}
