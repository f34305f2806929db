import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processInfo } from '../../core/os/process-info.ts';
import { startOllama } from '../ollama/start-ollama.ts';

const holdPort = fileURLToPath(new URL('./hold-port.ts', import.meta.url));

interface ExternalProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Other processes that use the port: none of them is the supervisor's to stop. */
export interface ExternalProcesses {
  /** Another process listens on the port, unless one already does. */
  takePort(address: string, port: number): Promise<void>;
  /** An external Ollama server starts there, unless the port is in use. */
  startServer(port: number): Promise<void>;
  stopAll(): Promise<void>;
  any(): boolean;
  /** The pids of those that are running. */
  running(): Promise<number[]>;
}

async function isRunning({ pid }: ExternalProcess): Promise<boolean> {
  return (await processInfo(pid)) !== null;
}

export function createExternalProcesses(): ExternalProcesses {
  let all: ExternalProcess[] = [];

  return {
    takePort: async (address, port) => {
      const child = spawn(process.execPath, [holdPort, address, String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
      const exited = once(child, 'exit');
      await Promise.race([once(child.stdout, 'data'), exited]);
      const stop = async (): Promise<void> => {
        if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
      };
      if (child.pid !== undefined) all.push({ pid: child.pid, stop });
    },
    startServer: async (port) => {
      // It fails, as any `ollama serve` does, when the port is in use.
      const server = await startOllama({ port }).catch(() => null);
      if (server !== null) all.push({ pid: server.pid, stop: () => server.stop() });
    },
    stopAll: async () => {
      const stopping = all;
      all = [];
      await Promise.all(stopping.map((external) => external.stop()));
    },
    any: () => all.length > 0,
    running: async () => {
      const current = all;
      const running = await Promise.all(current.map(isRunning));
      return current.filter((_external, i) => running[i]).map(({ pid }) => pid);
    },
  };
}
