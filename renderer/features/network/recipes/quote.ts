const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** The text as one word of a shell command. */
export function inShell(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The text as a string in Python, YAML, or TOML, which all read JSON strings. */
export function inDoubleQuotes(text: string): string {
  return JSON.stringify(text);
}

/** The text as a string in TypeScript. */
export function inTypeScript(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
