import type { EffectiveVariable } from '../../../contract/settings.ts';

const sourceWords: Readonly<Record<EffectiveVariable['source'], string>> = {
  corral: 'Corral',
  environment: 'Environment',
  launchctl: 'launchctl',
  default: 'Ollama’s default',
};

/** Who sets a variable, in words. */
export function sourceOf({ source }: EffectiveVariable): string {
  return sourceWords[source];
}

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
export function configurationText(variables: readonly EffectiveVariable[]): string {
  return variables
    .map(
      (variable) =>
        `${variable.name}\t${variable.value}\t${sourceOf(variable)}${variable.afterRestart ? ', after restart' : ''}`,
    )
    .join('\n');
}
