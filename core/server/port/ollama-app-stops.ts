import type { ProcessInfo } from '../../os/process-info.ts';
import { findOllamaApp } from './ollama-app.ts';

/**
 * Gives whether the Ollama app is to blame for a request to quit: when its own server can't start because the port is in use, the app
 * sends SIGTERM to every `ollama serve` it finds, once in its life (`reapServers` in app/server/server_unix.go of ollama/ollama).
 */
export type OllamaAppStops = () => Promise<boolean>;

/** Remembers each app that stopped a server: whatever asks that of the next one while the same app is running is somebody else. */
export function createOllamaAppStops(find: () => Promise<ProcessInfo | null> = findOllamaApp): OllamaAppStops {
  const known = new Set<string>();
  return async () => {
    const app = await find();
    if (app === null) return false;
    const identity = `${app.pid} ${app.startTime}`;
    if (known.has(identity)) return false;
    known.add(identity);
    return true;
  };
}
