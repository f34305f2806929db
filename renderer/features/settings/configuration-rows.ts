import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { EffectiveVariable } from '../../../contract/settings.ts';

export function sourceLabel({ source }: Pick<EffectiveVariable, 'source'>): string {
  return settingsText(`source.${source}`);
}

/** The variables whose row contains the search text, ignoring case. */
export function filterVariables(variables: readonly EffectiveVariable[], search: string): EffectiveVariable[] {
  const query = search.trim().toLowerCase();
  return variables.filter((variable) =>
    [variable.name, variable.value, variable.meaning ?? '', sourceLabel(variable)].some((text) =>
      text.toLowerCase().includes(query),
    ),
  );
}

/** The rows for the clipboard: one per line, columns separated by tabs. */
export function configurationText(variables: readonly EffectiveVariable[]): string {
  return variables.map((variable) => `${variable.name}\t${variable.value}\t${sourceText(variable)}`).join('\n');
}

function sourceText(variable: EffectiveVariable): string {
  const source = sourceLabel(variable);
  return variable.afterRestart ? `${source}, ${settingsText('afterRestart')}` : source;
}
