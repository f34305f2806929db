import { inheritedProblemText } from '../../contract/derived/catalog/en/inherited-problems.ts';
import { settingLabel } from '../../contract/derived/catalog/en/setting-labels.ts';
import type { Settings } from '../../contract/settings.ts';
import { homeFolder } from '../environment/home-folder.ts';
import { serverModelsFolder } from '../environment/inherited-value.ts';
import { redactValue } from './effective-variables.ts';
import { type InheritedReason, inheritedReason, shownValue } from './inherited-problem.ts';
import { settingVariables } from './known-variables.ts';
import { serverVariables } from './server-variables.ts';
import { environmentSource } from './variable-source.ts';

/** A variable of the server that Corral inherited, with a value that doesn't do what its person wants. */
export interface InheritedProblem {
  readonly variable: string;
  readonly value: string;
  readonly reason: InheritedReason;
}

export interface InheritedOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Settings;
  /** The folder that the server runs in. */
  readonly serverFolder: string;
}

/** Those that no setting overrides, by name. `OLLAMA_HOST` is told too: Corral never uses it, but the `ollama` command does. */
export function inheritedProblems({ env, settings, serverFolder }: InheritedOptions): InheritedProblem[] {
  const ours = serverVariables(settings);
  const facts = {
    home: homeFolder(env),
    modelsFolder: serverModelsFolder({ setting: settings.modelsFolder, env, serverFolder }),
  };
  return Object.entries(env)
    .filter(([name]) => name.startsWith('OLLAMA_') && !Object.hasOwn(ours, name))
    .flatMap(([variable, value = '']) => {
      const reason = inheritedReason(variable, value, facts);
      return reason === null ? [] : [{ variable, value, reason }];
    })
    .sort((a, b) => (a.variable < b.variable ? -1 : 1));
}

/** Settings that leave the variable alone when they are off, so that they don't override it. */
const NOT_OVERRIDING = new Set(['cloudOff', 'debug']);

function remedy(variable: string, isLaunchctl: boolean): string {
  const fix = isLaunchctl ? inheritedProblemText('fix.launchctl', { variable }) : inheritedProblemText('fix.other');
  const field = settingVariables.find((known) => known.name === variable)?.field;
  if (field === undefined || NOT_OVERRIDING.has(field)) return fix;
  return inheritedProblemText('fix.orSetting', { fix, setting: settingLabel(field) });
}

export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
}

/**
 * A problem for the person: what the value is, what comes of it, where it is set, and what to do.
 * @param launchd what launchd gives to every app
 */
export function describeInherited(
  { variable, value, reason }: InheritedProblem,
  env: NodeJS.ProcessEnv,
  launchd: Readonly<Record<string, string>>,
): ProblemWords {
  const isLaunchctl = launchd[variable] === value;
  return {
    title: inheritedProblemText('title', { variable }),
    detail: inheritedProblemText('detail', {
      value: shownValue(redactValue(variable, value)),
      reason: inheritedProblemText(reason),
      where: inheritedProblemText(`where.${isLaunchctl ? 'launchctl' : environmentSource(env)}`),
      remedy: remedy(variable, isLaunchctl),
    }),
  };
}
