import { fileURLToPath } from 'node:url';

/** The double of `ollama`: an executable. */
export const doublePath = fileURLToPath(new URL('../fake-ollama/ollama', import.meta.url));
