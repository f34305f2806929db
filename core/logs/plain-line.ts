/** A sequence that colors what follows, or moves the cursor (ECMA-48). Its first character is a control character, ESC as a rule. */
const ANSI_SEQUENCE = /[^\P{Cc}\t\r\n]\[[\d;?]{0,20}[A-Za-z]/gu;

/** A line as a file would have it: without colors, a byte order mark, and the rest of a line break of Windows. */
export function plainLine(text: string): string {
  const line = text.includes('[') ? text.replace(ANSI_SEQUENCE, '') : text;
  return line.replace(/^\ufeff/, '').replace(/\r$/, '');
}
