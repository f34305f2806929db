import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import { countProblem, isCountSetting } from '../../contract/derived/count-setting.ts';
import type { SettingProblem, SettingsPatch } from '../../contract/settings.ts';
import { expandHome } from '../environment/expand-home.ts';
import { extraVariablesProblem } from './extra-variables-problem.ts';
import { durationSeconds } from './go-duration.ts';
import { hostProblem } from './host-problem.ts';
import { originProblem } from './origin-problem.ts';

/** Ten years. Go's durations overflow at 292, and -1 means forever. */
const MAX_KEEP_ALIVE_SECONDS = 10 * 365 * 86_400;

function keepAliveProblem(text: string): string | null {
  const seconds = durationSeconds(text);
  if (seconds === null) return settingProblemText('keepAlive.format');
  return Math.abs(seconds) <= MAX_KEEP_ALIVE_SECONDS ? null : settingProblemText('keepAlive.tooLong');
}

/** Ollama strips spaces and quotation marks around a value, so it would use a different folder. */
function pathTextProblem(path: string): string | null {
  if (/[\0\r\n]/.test(path)) return settingProblemText('path.lineBreak');
  return path === path.trim().replace(/^["']+|["']+$/g, '') ? null : settingProblemText('path.edges');
}

/** The first problem of a list; a repeated item is one. */
function listProblem(items: readonly string[], problemOf: (item: string) => string | null): string | null {
  const repeated = items.find((item, index) => items.indexOf(item) < index);
  if (repeated !== undefined) return settingProblemText('list.repeated', { item: repeated });
  return items.map(problemOf).find((problem) => problem !== null) ?? null;
}

/** Removes whitespace around values, some of which Ollama would reject or keep, and expands `~` in paths. */
export function normalizePatch(patch: SettingsPatch): SettingsPatch {
  return {
    ...patch,
    ...(patch.ollamaPath ? { ollamaPath: expandHome(patch.ollamaPath) } : {}),
    ...(patch.modelsFolder ? { modelsFolder: expandHome(patch.modelsFolder) } : {}),
    ...(patch.keepAlive ? { keepAlive: patch.keepAlive.trim() } : {}),
    ...(patch.allowedOrigins ? { allowedOrigins: patch.allowedOrigins.map((origin) => origin.trim()) } : {}),
    ...(patch.allowedHosts ? { allowedHosts: patch.allowedHosts.map((host) => host.trim().toLowerCase()) } : {}),
    ...(patch.extraVariables
      ? { extraVariables: patch.extraVariables.map(({ name, value }) => ({ name: name.trim(), value })) }
      : {}),
  };
}

/** Each field whose value the server would reject or misread; reads no file. Expects a patch from `normalizePatch`. */
export function settingProblems(patch: SettingsPatch): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const add = (field: string, reason: string | null) => {
    if (reason !== null) problems.push({ field, reason });
  };
  if (typeof patch.keepAlive === 'string') add('keepAlive', keepAliveProblem(patch.keepAlive));
  for (const field of Object.keys(patch).filter(isCountSetting)) {
    const value = patch[field];
    if (typeof value === 'number') add(field, countProblem(field, value));
  }
  if (patch.modelsFolder) add('modelsFolder', pathTextProblem(patch.modelsFolder));
  if (patch.allowedOrigins) add('allowedOrigins', listProblem(patch.allowedOrigins, originProblem));
  if (patch.allowedHosts) add('allowedHosts', listProblem(patch.allowedHosts, hostProblem));
  const extra = patch.extraVariables ? extraVariablesProblem(patch.extraVariables) : null;
  return extra ? [...problems, extra] : problems;
}
