import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { type RunningOllama, type StartOptions, startOllama } from './start-ollama.ts';

/** Switches without any delay. */
export const FAST = { tokensPerSecond: 2000, promptDelayMs: 0, loadDelayMs: 0, pullBytesPerSecond: 1e12 };

export interface FakeServers {
  start(fake: FakeSwitches, options?: StartOptions): Promise<RunningOllama>;
  stopAll(): Promise<void>;
}

/** Starts servers for a test file and remembers them, so that one call after each test stops them all. */
export function createFakeServers(): FakeServers {
  const running: RunningOllama[] = [];
  return {
    start: async (fake, options = {}) => {
      const server = await startOllama({ ...options, fake });
      running.push(server);
      return server;
    },
    stopAll: async () => {
      await Promise.all(running.splice(0).map((server) => server.stop()));
    },
  };
}
