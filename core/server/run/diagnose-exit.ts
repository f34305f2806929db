import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../../contract/server.ts';
import { earlyExit } from '../../ollama/launch-failure.ts';
import type { OllamaAppStops } from '../port/ollama-app-stops.ts';
import { type OutsideStop, outsideStop } from './outside-stop.ts';
import type { UnexpectedExit } from './run-state.ts';
import { classifyExit } from './server-cause.ts';

/** What the executable's file explains better than its last words, if it does. */
const FILE_MAY_EXPLAIN: ReadonlySet<ServerCause['kind']> = new Set([
  'exitedBeforeReady',
  'wrongArchitecture',
  'notOllama',
]);

export interface ExitFacts {
  /** What it said, oldest first. */
  readonly lastLines: readonly string[];
  readonly isOllamaAppsStop: OllamaAppStops;
}

async function requestedStop({ signal }: OutsideStop, isOllamaAppsStop: OllamaAppStops) {
  const isSigterm = signal === '' || signal === 'SIGTERM';
  if (isSigterm && (await isOllamaAppsStop())) {
    return { kind: 'stoppedByOllamaApp', message: serverFailureText('exit.stoppedByOllamaApp') } as const;
  }
  const message = serverFailureText('exit.stoppedByOther', { named: signal === '' ? 'no' : 'yes', signal });
  return { kind: 'stoppedByOther', message } as const;
}

/** Why a server quit without Corral having asked it to, from its exit, what it said, its executable and the other processes. */
export async function diagnoseExit(
  { program, exit, wasReady }: UnexpectedExit,
  { lastLines, isOllamaAppsStop }: ExitFacts,
): Promise<ServerCause> {
  const cause = classifyExit(exit, lastLines, wasReady);
  const request = outsideStop(exit, lastLines, wasReady);
  if (request !== null) return { ...cause, ...(await requestedStop(request, isOllamaAppsStop)) };
  if (wasReady || !FILE_MAY_EXPLAIN.has(cause.kind)) return cause;
  const launchFailure = await earlyExit(program, { ...exit, hasWritten: lastLines.length > 0 });
  return launchFailure === null ? cause : { ...cause, ...launchFailure };
}
