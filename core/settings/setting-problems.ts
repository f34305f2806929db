import type { SettingProblem, SettingsPatch } from '../../contract/settings.ts';
import { extraVariablesProblem } from './extra-variables-problem.ts';
import { durationSeconds } from './go-duration.ts';
import { hostProblem } from './host-problem.ts';
import { originProblem } from './origin-problem.ts';

type CountField = 'contextLength' | 'parallelRequests' | 'maxLoadedModels' | 'maxQueue';

interface CountRule {
  readonly min: number;
  readonly max: number;
  readonly of: string;
  /** Why not less or more. */
  readonly otherwise: string;
}

const ignored = 'Ollama would pass over anything else and use its own default.';

const countRules: Readonly<Record<CountField, CountRule>> = {
  // The longest context that a published model was trained for is ten million tokens.
  contextLength: {
    min: 256,
    max: 10_485_760,
    of: ' of tokens',
    otherwise: 'With fewer there is no room for an answer; what isn’t a number Ollama would pass over.',
  },
  // llama-server has no more slots.
  parallelRequests: { min: 1, max: 256, of: '', otherwise: ignored },
  maxLoadedModels: { min: 1, max: 100, of: '', otherwise: ignored },
  maxQueue: { min: 1, max: 100_000, of: '', otherwise: ignored },
};
function isCountField(field: string): field is CountField {
  return Object.hasOwn(countRules, field);
}

/** Ten years; Go's clock overflows at 292, and -1 is the way to say for ever. */
const longestSeconds = 10 * 365 * 86_400;

const grouped = new Intl.NumberFormat('en-GB');

function countProblem(field: CountField, value: number): string | null {
  const { min, max, of, otherwise } = countRules[field];
  if (Number.isInteger(value) && value >= min && value <= max) return null;
  return `Give a whole number${of} from ${grouped.format(min)} to ${grouped.format(max)}. ${otherwise}`;
}

function keepAliveProblem(text: string): string | null {
  const seconds = durationSeconds(text);
  if (seconds === null) {
    return 'Give a time such as 10m or 1h30m, seconds, or -1 for ever. Ollama would use 5 minutes instead, without a word.';
  }
  return Math.abs(seconds) <= longestSeconds ? null : 'That is more than ten years. Use -1 for ever.';
}

/** Ollama strips blanks and quotes around a value, so a folder named like that would be another one. */
function pathTextProblem(path: string): string | null {
  if (/[\0\r\n]/.test(path)) return 'A path is one line.';
  if (path !== path.trim().replace(/^["']+|["']+$/g, '')) {
    return 'The path can’t begin or end with a blank or a quote. The server would use another folder.';
  }
  return null;
}

/** The first problem of a list without repetitions. */
function listProblem(items: readonly string[], problemOf: (item: string) => string | null): string | null {
  const repeated = items.find((item, index) => items.indexOf(item) < index);
  if (repeated !== undefined) return `${repeated} is in the list already.`;
  return items.map(problemOf).find((problem) => problem !== null) ?? null;
}

/** Blanks around what is typed mean nothing; Ollama would refuse or keep some of them. */
export function normalizePatch(patch: SettingsPatch): SettingsPatch {
  return {
    ...patch,
    ...(patch.keepAlive ? { keepAlive: patch.keepAlive.trim() } : {}),
    ...(patch.allowedOrigins ? { allowedOrigins: patch.allowedOrigins.map((origin) => origin.trim()) } : {}),
    ...(patch.allowedHosts ? { allowedHosts: patch.allowedHosts.map((host) => host.trim().toLowerCase()) } : {}),
    ...(patch.extraVariables
      ? { extraVariables: patch.extraVariables.map(({ name, value }) => ({ name: name.trim(), value })) }
      : {}),
  };
}

/** Each field whose value the server would refuse or take for something else; a tidy patch is expected. Looks at no file. */
export function settingProblems(patch: SettingsPatch): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const note = (field: string, reason: string | null) => {
    if (reason !== null) problems.push({ field, reason });
  };
  if (typeof patch.keepAlive === 'string') note('keepAlive', keepAliveProblem(patch.keepAlive));
  for (const field of Object.keys(patch).filter(isCountField)) {
    const value = patch[field];
    if (typeof value === 'number') note(field, countProblem(field, value));
  }
  if (patch.modelsFolder) note('modelsFolder', pathTextProblem(patch.modelsFolder));
  if (patch.allowedOrigins) note('allowedOrigins', listProblem(patch.allowedOrigins, originProblem));
  if (patch.allowedHosts) note('allowedHosts', listProblem(patch.allowedHosts, hostProblem));
  const extra = patch.extraVariables ? extraVariablesProblem(patch.extraVariables) : null;
  return extra ? [...problems, extra] : problems;
}
