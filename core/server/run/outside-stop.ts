import { isLogLine, lastWords } from './last-words.ts';
import type { Exit } from './server-cause.ts';

/** Signals by which people and programs ask a process to quit (signal(7)); SIGKILL isn't one, nor is what a crash raises. */
const QUIT_SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 };

/** What a shell adds to a signal's number for the exit code of a command that the signal ended, such as a wrapper script's. */
const SHELL_OFFSET = 128;

/** How Go's runtime announces a SIGQUIT, before its stacks and exit code 2 (runtime/signal_unix.go). */
const SIGQUIT_WORDS = 'SIGQUIT: quit';

/** The name of the signal; empty where a server that handled it doesn't tell which it was. */
export type OutsideStop = { readonly signal: string };

/**
 * Whether a signal from outside asked the server to quit, which nobody wants undone: null for everything else, such as a crash. A ready
 * Ollama exits with code 0 on SIGINT and SIGTERM (`Serve` in server/routes.go), and in no other case; other executables that never
 * get ready may do so too, but write no log of Ollama's. An adopted server's exit isn't known: only its last words may tell.
 */
export function outsideStop(
  { code, signal }: Exit,
  lastLines: readonly string[],
  wasReady: boolean,
): OutsideStop | null {
  if (signal !== null) return signal in QUIT_SIGNALS ? { signal } : null;
  if (code === 0) return wasReady || lastLines.some(isLogLine) ? { signal: '' } : null;
  const shells = Object.entries(QUIT_SIGNALS).find(([, number]) => code === SHELL_OFFSET + number);
  if (shells !== undefined) return { signal: shells[0] };
  const isQuit = (code === 2 || code === null) && lastWords(lastLines)?.said.includes(SIGQUIT_WORDS);
  return isQuit ? { signal: 'SIGQUIT' } : null;
}
