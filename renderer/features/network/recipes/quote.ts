const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** One word of a shell's command line. */
export const inShell = (text: string): string => (PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A string of Python, JSON, YAML or TOML: all four read JSON's. */
export const inDoubleQuotes = (text: string): string => JSON.stringify(text);

/** A string of TypeScript. */
export const inTypeScript = (text: string): string => {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
};
