/** Settings that the server reads only when it starts, as the Settings page calls them. */
const words: Readonly<Record<string, string>> = {
  ollamaPath: 'the Ollama program',
  port: 'the port',
  modelsFolder: 'the models folder',
  reach: 'who can reach the server',
};

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What changed and what a restart means for people who use the server. */
export function restartReason(fields: readonly string[]): string {
  const names = fields.map((field) => words[field] ?? field);
  return `For ${list.format(names)}. Answers that are being written now would be cut off.`;
}
