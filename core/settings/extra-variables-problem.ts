import { settingLabel } from '../../contract/derived/catalog/en/setting-labels.ts';
import type { ExtraVariable, SettingProblem } from '../../contract/settings.ts';
import { durationSeconds } from './go-duration.ts';
import { knownVariables, settingVariables } from './known-variables.ts';

/** What the server's home, programs and temporary files hang on. */
const vital = ['HOME', 'PATH', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'PWD'];
const foreignCode = ['LD_PRELOAD', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES'];
/** What Go's `strconv.ParseBool` knows. */
const flags = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'];

function nameProblem(name: string): string | null {
  if (name === '') return 'Give the variable a name.';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'A name has only letters, digits and _, and no digit first.';
  if (name === 'OLLAMA_HOST') return 'Who can reach the server is set on the Network page, and its port under Server.';
  const setting = settingVariables.find((known) => known.name === name);
  if (setting) return `${name} has a setting of its own, “${settingLabel(setting.field)}”. Set it there.`;
  if (vital.includes(name)) return `${name} comes from your account. With another one the server would not work.`;
  if (foreignCode.includes(name)) return `${name} would load other code into the server, so it is not passed on.`;
  return null;
}

function valueProblem(name: string, value: string): string | null {
  if (/[\0\r\n]/.test(value)) return 'A value is one line.';
  const kind = knownVariables.find((known) => known.name === name)?.kind;
  const text = value.trim();
  if (text === '') return null;
  if (kind === 'flag' && !flags.includes(text))
    return `Give 1 or 0. Ollama takes any other text, such as “${text}”, for yes.`;
  if (kind === 'count' && !/^\d+$/.test(text)) return 'Give a whole number. Ollama would use its own default instead.';
  if (kind === 'duration' && durationSeconds(text) === null) {
    return 'Give a time such as 10m or 1h30m, or seconds. Ollama would use its own default instead.';
  }
  return null;
}

/** The first variable that can't be passed on, named by its place: `extraVariables.0`. Blanks around names are gone already. */
export function extraVariablesProblem(variables: readonly ExtraVariable[]): SettingProblem | null {
  for (const [index, { name, value }] of variables.entries()) {
    const isRepeated = variables.findIndex((other) => other.name === name) < index;
    const repeated = isRepeated ? `${name} is in the list already.` : null;
    const reason = nameProblem(name) ?? repeated ?? valueProblem(name, value);
    if (reason) return { field: `extraVariables.${index}`, reason };
  }
  return null;
}
