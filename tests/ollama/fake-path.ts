import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The fake `ollama`: an executable. */
export const fakePath = fileURLToPath(new URL('../fake-ollama/ollama', import.meta.url));

/** PATH for a server under test: the fake is a script, and runs with the Node that the tests run with. */
export const serverPath = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
