import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import type { FixedSettings, SettingProblem, SettingsPatch } from '../../contract/settings.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { newFolderProblem, programProblem } from './path-problem.ts';
import { normalizePatch, settingProblems } from './setting-problems.ts';

/** A disconnected network volume never responds, and a person is waiting. */
const PATH_TIMEOUT_MS = 4_000;

async function checkPath(
  field: string,
  path: string | null | undefined,
  problemOf: (path: string) => Promise<string | null>,
): Promise<SettingProblem | null> {
  if (!path) return null;
  const unresponsive = settingProblemText('path.unresponsive');
  const reason = await withTimeout<string | null>(problemOf(path), {
    timeoutMs: PATH_TIMEOUT_MS,
    fallback: unresponsive,
  });
  return reason === null ? null : { field, reason };
}

function fixedProblem(patch: SettingsPatch, fixed: FixedSettings): SettingProblem | null {
  const given = new Map(Object.entries(patch));
  for (const [field, by] of Object.entries(fixed)) {
    if (by === undefined || given.get(field) === undefined) continue;
    return { field, reason: settingProblemText('fixed', { variable: by.variable }) };
  }
  return null;
}

/**
 * The first field that the environment fixes, or whose value the server would misread or the file system refuses; null when
 * there is none.
 */
export async function checkSettingsPatch(
  patch: SettingsPatch,
  fixed: FixedSettings = {},
): Promise<SettingProblem | null> {
  const normalized = normalizePatch(patch);
  return (
    fixedProblem(normalized, fixed) ??
    settingProblems(normalized)[0] ??
    (await checkPath('ollamaPath', normalized.ollamaPath, programProblem)) ??
    (await checkPath('modelsFolder', normalized.modelsFolder, newFolderProblem))
  );
}
