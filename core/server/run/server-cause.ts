import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../../contract/server.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A failure that is no exit of the server, or whose exit doesn't matter. */
export function makeCause(kind: ServerCause['kind'], message: string, lastLines: readonly string[] = []): ServerCause {
  return { kind, message, exitCode: null, signal: null, lastLines: [...lastLines] };
}

export const stopFailed = makeCause('stopFailed', serverFailureText('stop.failed'));

const ADDRESS_IN_USE = /address already in use/i;
const ADDRESS_UNAVAILABLE = /(can't|cannot) assign requested address/i;

/** Ollama's last message before it exits, which it writes as `Error: …` (cmd/main.go), without its period. */
function fatalMessage(lines: readonly string[]): string | undefined {
  return lines
    .findLast((line) => line.startsWith('Error: '))
    ?.slice('Error: '.length)
    .replace(/\.$/, '');
}

function exitValues({ code, signal }: Exit) {
  // An adopted server is no child of ours, so that the system reports neither code nor signal.
  const unsignaled = code === null ? 'unknown' : 'code';
  return { how: signal === null ? unsignaled : 'signal', code: code ?? 0, signal: signal ?? '' };
}

function startupFailure(exit: Exit, lastLines: readonly string[]): Pick<ServerCause, 'kind' | 'message'> {
  const output = lastLines.join('\n');
  if (ADDRESS_IN_USE.test(output)) return { kind: 'addressInUse', message: serverFailureText('start.addressInUse') };
  if (ADDRESS_UNAVAILABLE.test(output)) {
    return { kind: 'addressUnavailable', message: serverFailureText('start.addressUnavailable') };
  }
  const message = fatalMessage(lastLines);
  const values = exitValues(exit);
  return {
    kind: 'exitedBeforeReady',
    message: message
      ? serverFailureText('exit.startingSaid', { ...values, message })
      : serverFailureText('exit.starting', values),
  };
}

/** Why a run quit unexpectedly: before it was ready, or after. */
export function classifyExit(exit: Exit, lastLines: readonly string[], wasReady: boolean): ServerCause {
  const failure = wasReady
    ? { kind: 'exited' as const, message: serverFailureText('exit.ready', exitValues(exit)) }
    : startupFailure(exit, lastLines);
  return { ...failure, exitCode: exit.code, signal: exit.signal, lastLines: [...lastLines] };
}
