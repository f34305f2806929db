import { fileURLToPath } from 'node:url';

/** The folder to put first on PATH so that `ollama` is the double. */
export const doubleFolder = fileURLToPath(new URL('../fake-ollama', import.meta.url));

/** The double of `ollama`: an executable. */
export const doublePath = fileURLToPath(new URL('../fake-ollama/ollama', import.meta.url));
