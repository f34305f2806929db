import type { ServerCause } from '../../../contract/server.ts';
import { allProcesses } from '../../os/process-info.ts';
import { isOllamaApp } from '../port/ollama-app.ts';
import type { Exit } from '../run/server-cause.ts';

function wasAskedToEnd({ code, signal }: Exit): boolean {
  return code === 0 || signal === 'SIGTERM' || signal === 'SIGINT';
}

/**
 * Whether a server that somebody asked to end was ended by Ollama.app: when the port is taken as the app starts, it sends
 * SIGTERM to every `ollama serve` it finds, once (app/server/server_unix.go of ollama/ollama). A crash ends otherwise.
 */
export async function wasStoppedByOllamaApp(exit: Exit): Promise<boolean> {
  if (!wasAskedToEnd(exit)) return false;
  return (await allProcesses().catch(() => [])).some(isOllamaApp);
}

export function displacedCause(cause: ServerCause): ServerCause {
  return {
    ...cause,
    kind: 'stoppedByOllamaApp',
    message: 'Ollama.app ended the server, because it wants the port for its own.',
  };
}
