import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../../contract/server.ts';
import { earlyExit } from '../../ollama/launch-failure.ts';
import { allProcesses } from '../../os/process-info.ts';
import { identified, isOllamaApp } from '../port/ollama-app.ts';
import { outsideStop } from './outside-stop.ts';
import type { UnexpectedExit } from './run-state.ts';
import { classifyExit } from './server-cause.ts';

/** What the executable's file explains better than its last words, if it does. */
const FILE_MAY_EXPLAIN: ReadonlySet<ServerCause['kind']> = new Set([
  'exitedBeforeReady',
  'wrongArchitecture',
  'notOllama',
]);

/**
 * Whether the Ollama app stopped the server: when the port is in use as the app starts, it sends SIGTERM to every
 * `ollama serve` it finds, once (app/server/server_unix.go of ollama/ollama).
 */
async function wasStoppedByOllamaApp(): Promise<boolean> {
  const processes = await Promise.all((await allProcesses().catch(() => [])).map(identified));
  return processes.some((one) => isOllamaApp(one));
}

/** Why a server quit unexpectedly, from its exit, what it said, its executable and the other processes. */
export async function diagnoseExit(
  { program, exit, wasReady }: UnexpectedExit,
  lastLines: readonly string[],
): Promise<ServerCause> {
  const cause = classifyExit(exit, lastLines, wasReady);
  const request = outsideStop(exit, lastLines, wasReady);
  if (request !== null) {
    return (await wasStoppedByOllamaApp())
      ? { ...cause, kind: 'stoppedByOllamaApp', message: serverFailureText('exit.stoppedByOllamaApp') }
      : {
          ...cause,
          kind: 'stoppedByOther',
          message: serverFailureText('exit.stoppedByOther', {
            named: request.signal === '' ? 'no' : 'yes',
            ...request,
          }),
        };
  }
  if (wasReady || !FILE_MAY_EXPLAIN.has(cause.kind)) return cause;
  const launchFailure = await earlyExit(program, { ...exit, hasWritten: lastLines.length > 0 });
  return launchFailure === null ? cause : { ...cause, ...launchFailure };
}
