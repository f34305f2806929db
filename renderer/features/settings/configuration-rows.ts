import type { EffectiveVariable } from '../../../contract/settings.ts';

const sourceWords: Readonly<Record<EffectiveVariable['source'], string>> = {
  corral: 'Corral',
  environment: 'Environment',
  launchctl: 'launchctl',
  default: 'Ollama’s default',
};

/** Who sets a variable, in words. */
export const sourceOf = ({ source }: EffectiveVariable): string => sourceWords[source];

/** The variables in which a text occurs, anywhere in the row. */
export function filterVariables(variables: readonly EffectiveVariable[], search: string): EffectiveVariable[] {
  const desired = search.trim().toLowerCase();
  return variables.filter((variable) =>
    [variable.name, variable.value, variable.meaning ?? '', sourceOf(variable)].some((text) =>
      text.toLowerCase().includes(desired),
    ),
  );
}

/** The rows as text for the clipboard, one a line. */
export const configurationText = (variables: readonly EffectiveVariable[]): string =>
  variables
    .map(
      (variable) =>
        `${variable.name}\t${variable.value}\t${sourceOf(variable)}${variable.afterRestart ? ', after restart' : ''}`,
    )
    .join('\n');
