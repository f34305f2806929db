import { setTimeout as delay } from 'node:timers/promises';
import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import { bootOut, launchdLabelOf } from '../../os/launchd-jobs.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { type ProcessInfo, processInfo } from '../../os/process-info.ts';
import { identified, isOllamaApp } from './ollama-app.ts';

/** How long another server may take to quit, in milliseconds: Ollama itself takes up to 5 s for a runner that won't. */
const SHUTDOWN_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 100;

/**
 * The process to signal: the server itself, or the Ollama app where it is the app's, which would start it again a second
 * later. Null when the server is gone meanwhile: its pid may be another process's by now.
 */
async function processToSignal(server: ProcessInfo): Promise<ProcessInfo | null> {
  const [parent, now] = await Promise.all([processInfo(server.ppid), processInfo(server.pid)]);
  if (now?.startTime !== server.startTime) return null;
  return parent !== null && isOllamaApp(await identified(parent)) ? parent : server;
}

/**
 * Sends SIGTERM, which all of them take as a request to quit; the app ignores the system's own quit event (see
 * docs/architecture.md). Gives why it couldn't be sent, in a sentence.
 */
function requestQuit({ pid }: ProcessInfo): string | null {
  try {
    process.kill(pid, 'SIGTERM');
    // A suspended process handles no signal before it continues.
    process.kill(pid, 'SIGCONT');
    return null;
  } catch (error) {
    const isOtherUsers = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return isOtherUsers ? serverFailureText('takeOver.otherUser') : null;
  }
}

async function isListening(pid: number, port: number): Promise<boolean> {
  return (await portListeners(port)).some((listener) => listener.pid === pid);
}

/** Gives whether that was over in time. */
async function waitWhile(condition: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + SHUTDOWN_TIMEOUT_MS;
  while (await condition()) {
    if (performance.now() >= deadline) return false;
    await delay(POLL_INTERVAL_MS);
  }
  return true;
}

/**
 * Requests that the process on the port quit, and waits until it has released the port: a service through the system that
 * keeps it alive, the Ollama app itself for the server it runs, anything else by SIGTERM. Never by force, and only the
 * process that was shown. Gives why it is still there, in a sentence, or null when it no longer uses the port.
 */
export async function takeOver(pid: number, port: number): Promise<string | null> {
  const server = await processInfo(pid);
  if (server === null || !(await isListening(pid, port))) return null;
  const label = await launchdLabelOf(pid);
  if (label !== null && !(await bootOut(label))) return serverFailureText('takeOver.service', { label });
  const target = label === null ? await processToSignal(server) : null;
  const refusal = target && requestQuit(target);
  if (refusal !== null) return refusal;
  if (await waitWhile(() => isListening(pid, port))) return null;
  return stillRunning();
}

function stillRunning(): string {
  return serverFailureText('takeOver.stillRunning', { duration: formatDuration(SHUTDOWN_TIMEOUT_MS) });
}

/**
 * Requests that the Ollama app that was shown as `pid` quit, and waits for that; never by force. Gives why it is still running, in a
 * sentence, or null when it has quit.
 */
export async function quitOllamaApp(pid: number): Promise<string | null> {
  const app = await processInfo(pid);
  // Another process may have its ID by now.
  if (app === null || !isOllamaApp(await identified(app))) return null;
  const refusal = requestQuit(app);
  if (refusal !== null) return refusal;
  const isRunning = async () => (await processInfo(pid))?.startTime === app.startTime;
  return (await waitWhile(isRunning)) ? null : stillRunning();
}
