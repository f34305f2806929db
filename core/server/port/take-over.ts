import { setTimeout as delay } from 'node:timers/promises';
import { bootOut, launchdLabelOf } from '../../os/launchd-jobs.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { type ProcessInfo, processInfo } from '../../os/process-info.ts';
import { isOllamaApp } from './ollama-app.ts';

/** How long another server may take to end, in milliseconds: Ollama itself takes up to 5 s for a runner that won't. */
const shutdownTimeoutMs = 10_000;
const pollIntervalMs = 100;

/**
 * The process to ask: the server itself, or Ollama.app where it is the app's, which would start it again a second later.
 * Null when it has gone meanwhile: its pid may be another process's by now.
 */
async function processToSignal(server: ProcessInfo): Promise<ProcessInfo | null> {
  const [parent, now] = await Promise.all([processInfo(server.ppid), processInfo(server.pid)]);
  if (now?.startTime !== server.startTime) return null;
  return parent !== null && isOllamaApp(parent) ? parent : server;
}

/** SIGTERM is what each of them understands as a wish; the app refuses the system's own quit (see docs/architecture.md). */
function ask({ pid }: ProcessInfo): string | null {
  try {
    process.kill(pid, 'SIGTERM');
    // One that the system holds hears nothing before it goes on.
    process.kill(pid, 'SIGCONT');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
      ? 'It belongs to another user of this machine.'
      : null;
  }
}

async function holds(pid: number, port: number): Promise<boolean> {
  return (await portListeners(port)).some((listener) => listener.pid === pid);
}

async function waitUntilReleased(pid: number, port: number): Promise<boolean> {
  const deadline = performance.now() + shutdownTimeoutMs;
  while (await holds(pid, port)) {
    if (performance.now() >= deadline) return false;
    await delay(pollIntervalMs);
  }
  return true;
}

/**
 * Asks whoever holds the port to end, and waits until it has let go: a service through the system that keeps it alive,
 * Ollama.app itself for the server it runs, anything else by SIGTERM. Never by force, and only the process that was shown.
 * Gives why it is still there, in a sentence, or null when the port is its no longer.
 */
export async function takeOver(pid: number, port: number): Promise<string | null> {
  const server = await processInfo(pid);
  if (server === null || !(await holds(pid, port))) return null;
  const label = await launchdLabelOf(pid);
  if (label !== null && !(await bootOut(label))) return `macOS would not stop the service ${label}.`;
  const asked = label === null ? await processToSignal(server) : null;
  const refusal = asked && ask(asked);
  if (refusal !== null) return refusal;
  if (await waitUntilReleased(pid, port)) return null;
  return `It was asked to end and has not after ${shutdownTimeoutMs / 1000} seconds. Corral doesn’t end by force what it did not start.`;
}
