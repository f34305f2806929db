/** Whether two spellings are one name, as Ollama finds names: without regard to case, and the usual parts may be left out. */
export function isSameAliasName(one: string, other: string): boolean {
  return shortest(one) === shortest(other);
}

function shortest(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/)?(registry\.ollama\.ai\/)?(library\/)?/, '')
    .replace(/:latest$/, '');
}
