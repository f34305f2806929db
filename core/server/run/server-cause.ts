import type { ServerCause } from '../../../contract/server.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

const inUse = /address already in use/i;
const unavailable = /(can't|cannot) assign requested address/i;

/** Ollama's own last word before it ends, which is written as `Error: …` (cmd/main.go). */
function fatalLine(lines: readonly string[]): string | null {
  return lines.findLast((line) => line.startsWith('Error: '))?.slice('Error: '.length) ?? null;
}

function describeExit({ code, signal }: Exit): string {
  if (signal !== null) return `was ended by ${signal}`;
  // An adopted server is no child of ours, so the system tells neither code nor signal.
  return code === null ? 'ended' : `ended with exit code ${code}`;
}

/** Why a run ended by itself: before it answered, or after. */
export function classifyExit(exit: Exit, lastLines: readonly string[], wasReady: boolean): ServerCause {
  const text = lastLines.join('\n');
  const base = { exitCode: exit.code, signal: exit.signal, lastLines: [...lastLines] };
  if (wasReady) return { ...base, kind: 'exited', message: `The server ${describeExit(exit)}.` };
  if (inUse.test(text)) return { ...base, kind: 'addressInUse', message: 'The port was taken by another program.' };
  if (unavailable.test(text)) {
    return {
      ...base,
      kind: 'addressUnavailable',
      message: 'This Mac does not have the address to listen on any more.',
    };
  }
  const said = fatalLine(lastLines);
  const message = `The server ${describeExit(exit)} before it answered${said ? `: ${said.replace(/\.$/, '')}.` : '.'}`;
  return { ...base, kind: 'exitedBeforeReady', message };
}

/** A failure without an exit of the server. */
export function makeCause(kind: ServerCause['kind'], message: string, lastLines: readonly string[] = []): ServerCause {
  return { kind, message, exitCode: null, signal: null, lastLines: [...lastLines] };
}

export const stopFailed = makeCause('stopFailed', 'The server would not end, not even by force.');
