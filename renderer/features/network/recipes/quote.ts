const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** One word of a shell's command line. */
export function inShell(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A string of Python, JSON, YAML or TOML: all four read JSON's. */
export function inDoubleQuotes(text: string): string {
  return JSON.stringify(text);
}

/** A string of TypeScript. */
export function inTypeScript(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
