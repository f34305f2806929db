import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processInfo } from '../../core/os/process-info.ts';
import { startOllama } from '../ollama/start-ollama.ts';

const holdPort = fileURLToPath(new URL('./hold-port.ts', import.meta.url));

interface Outsider {
  readonly pid: number;
  end(): Promise<void>;
}

/** Other programs that come to the port and go: none of them is the supervisor's to end. */
export interface Outsiders {
  /** Another program listens on the port, unless somebody does already. */
  takePort(address: string, port: number): Promise<void>;
  /** Somebody else starts an Ollama there, unless the port is taken. */
  startServer(port: number): Promise<void>;
  /** All of them end. */
  endAll(): Promise<void>;
  any(): boolean;
  living(): Promise<number[]>;
}

export function createOutsiders(): Outsiders {
  let all: Outsider[] = [];

  const isAlive = async ({ pid }: Outsider): Promise<boolean> => (await processInfo(pid)) !== null;

  return {
    takePort: async (address, port) => {
      const child = spawn(process.execPath, [holdPort, address, String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
      const exited = once(child, 'exit');
      await Promise.race([once(child.stdout, 'data'), exited]);
      const end = async (): Promise<void> => {
        if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
      };
      if (child.pid !== undefined) all.push({ pid: child.pid, end });
    },
    startServer: async (port) => {
      // It fails, as somebody's `ollama serve` does, when the port is taken.
      const server = await startOllama({ port }).catch(() => null);
      if (server !== null) all.push({ pid: server.pid, end: () => server.stop() });
    },
    endAll: async () => {
      const ending = all;
      all = [];
      await Promise.all(ending.map((outsider) => outsider.end()));
    },
    any: () => all.length > 0,
    living: async () => {
      const now = all;
      const alive = await Promise.all(now.map(isAlive));
      return now.filter((_one, i) => alive[i]).map(({ pid }) => pid);
    },
  };
}
