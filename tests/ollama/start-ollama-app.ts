import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fakePath } from './fake-path.ts';

const fakeApp = fileURLToPath(new URL('../fake-ollama-app/ollama-app.js', import.meta.url));

export interface OllamaApp {
  readonly pid: number;
  hasQuit(): boolean;
  /** How often its server couldn't have the port. */
  failures(): number;
  /** Quits it, its server with it, and removes its folder. */
  stop(): Promise<void>;
}

/** Starts the fake of Ollama's desktop app with a server on `port`; `terminates` are the servers it terminates if that is in use. */
export function startOllamaApp(port: number, terminates: readonly number[] = []): OllamaApp {
  const home = mkdtempSync(join(tmpdir(), 'corral-ollama-app-'));
  const contents = join(home, 'Ollama.app', 'Contents');
  for (const folder of ['MacOS', 'Resources']) mkdirSync(join(contents, folder), { recursive: true });
  symlinkSync(fakeApp, join(contents, 'MacOS', 'Ollama'));
  symlinkSync(fakePath, join(contents, 'Resources', 'ollama'));
  const app = spawn(join(contents, 'MacOS', 'Ollama'), [], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      OLLAMA_HOST: `127.0.0.1:${port}`,
      FAKE_APP_TERMINATES: terminates.join(','),
    },
  });
  let output = '';
  app.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const hasQuit = (): boolean => app.exitCode !== null || app.signalCode !== null;
  return {
    pid: app.pid ?? 0,
    hasQuit,
    failures: () => output.split('exited 1\n').length - 1,
    stop: async () => {
      if (!hasQuit()) {
        const exited = once(app, 'exit');
        app.kill('SIGTERM');
        await exited;
      }
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
