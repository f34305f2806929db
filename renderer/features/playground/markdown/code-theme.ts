import type { ThemeRegistrationRaw } from 'shiki/core';

/**
 * Colors refer to the design's tokens, so that code follows light and dark mode without being highlighted again. Shiki
 * passes a color through as it is written here.
 */
export const codeTheme: ThemeRegistrationRaw = {
  name: 'corral',
  type: 'light',
  fg: plainColor(),
  bg: 'transparent',
  settings: [
    { settings: { foreground: plainColor(), background: 'transparent' } },
    rule('comment', ['comment', 'punctuation.definition.comment']),
    rule('string', ['string', 'punctuation.definition.string', 'markup.inserted', 'constant.other.symbol']),
    rule('number', ['constant.numeric', 'constant.character.escape', 'support.type.property-name.json']),
    rule('keyword', [
      'keyword',
      'storage',
      'constant.language',
      'variable.language',
      'markup.deleted',
      'entity.name.tag',
    ]),
    rule('name', ['entity.name', 'support.function', 'support.class', 'support.type', 'meta.function-call.generic']),
    { scope: ['keyword.operator', 'punctuation'], settings: { foreground: plainColor() } },
    rule('keyword', [
      'keyword.operator.logical',
      'keyword.operator.new',
      'keyword.operator.expression',
      'entity.name.tag',
    ]),
  ],
};

/** The color of text that no rule matches. */
export function plainColor(): string {
  return 'inherit';
}

function rule(token: 'comment' | 'string' | 'number' | 'keyword' | 'name', scope: string[]) {
  return { scope, settings: { foreground: `var(--code-${token})` } };
}
