import type { SettingProblem, SettingsPatch } from '../../contract/settings.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { newFolderProblem, programProblem } from './path-problem.ts';
import { normalizePatch, settingProblems } from './setting-problems.ts';

/** A folder on a network volume that is gone never answers, and a person waits. In milliseconds. */
const timeoutMs = 4_000;
const noAnswer = 'That path doesn’t answer. Is it on a network volume that is gone?';

async function checkPath(
  field: string,
  path: string | null | undefined,
  problemOf: (path: string) => Promise<string | null>,
): Promise<SettingProblem | null> {
  if (!path) return null;
  const reason = await withTimeout<string | null>(timeoutMs, problemOf(path), noAnswer);
  return reason === null ? null : { field, reason };
}

/** The first field whose value can't be used, because the server would misread it or the file system refuses it; else null. */
export async function checkSettingsPatch(patch: SettingsPatch): Promise<SettingProblem | null> {
  return (
    settingProblems(normalizePatch(patch))[0] ??
    (await checkPath('ollamaPath', patch.ollamaPath, programProblem)) ??
    (await checkPath('modelsFolder', patch.modelsFolder, newFolderProblem))
  );
}
