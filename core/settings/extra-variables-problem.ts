import { settingLabel } from '../../contract/derived/catalog/en/setting-labels.ts';
import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import type { ExtraVariable, SettingProblem } from '../../contract/settings.ts';
import { goBoolean, goUnsigned, goValue } from '../environment/go-value.ts';
import { durationSeconds, MAX_DURATION_SECONDS } from './go-duration.ts';
import { knownVariables, settingVariables } from './known-variables.ts';

/** The server's home, programs and temporary files depend on them. */
const ACCOUNT_VARIABLES = ['HOME', 'PATH', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'PWD'];
const CODE_LOADING_VARIABLES = ['LD_PRELOAD', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES'];

function nameProblem(name: string): string | null {
  if (name === '') return settingProblemText('variable.noName');
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return settingProblemText('variable.name');
  if (name === 'OLLAMA_HOST') return settingProblemText('variable.host');
  const known = settingVariables.find((variable) => variable.name === name);
  if (known) return settingProblemText('variable.hasSetting', { name, setting: settingLabel(known.field) });
  if (ACCOUNT_VARIABLES.includes(name)) return settingProblemText('variable.account', { name });
  if (CODE_LOADING_VARIABLES.includes(name)) return settingProblemText('variable.loadsCode', { name });
  return null;
}

/** Ollama ignores one that Go can't hold, too. */
function isDuration(text: string): boolean {
  const seconds = durationSeconds(text);
  return seconds !== null && Math.abs(seconds) <= MAX_DURATION_SECONDS;
}

function valueProblem(name: string, value: string): string | null {
  if (/[\0\r\n]/.test(value)) return settingProblemText('variable.lineBreak');
  const kind = knownVariables.find((known) => known.name === name)?.kind;
  const text = goValue(value);
  if (text === '') return null;
  if (kind === 'flag' && goBoolean(text) === null) return settingProblemText('variable.flag', { value: text });
  if (kind === 'count' && goUnsigned(text) === null) return settingProblemText('variable.count');
  if (kind === 'duration' && !isDuration(text)) return settingProblemText('variable.duration');
  return null;
}

/**
 * The first variable that can't be passed on, named by its position: `extraVariables.0`. Names are expected without surrounding
 * whitespace.
 */
export function extraVariablesProblem(variables: readonly ExtraVariable[]): SettingProblem | null {
  for (const [index, { name, value }] of variables.entries()) {
    const isRepeated = variables.findIndex((other) => other.name === name) < index;
    const repeated = isRepeated ? settingProblemText('list.repeated', { item: name }) : null;
    const reason = nameProblem(name) ?? repeated ?? valueProblem(name, value);
    if (reason) return { field: `extraVariables.${index}`, reason };
  }
  return null;
}
