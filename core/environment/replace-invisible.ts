/** Control and format characters, and separators of lines and paragraphs: they would break a message, or hide in it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text that can be shown in one line, with `replacement` for each character that can't be seen. */
export function replaceInvisible(text: string, replacement: (character: string) => string): string {
  return text.replace(INVISIBLE, replacement);
}
