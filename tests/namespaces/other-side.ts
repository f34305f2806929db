import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PeerRequest {
  /** Numeric. */
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type PeerCommand =
  | { readonly id: number; readonly ip: readonly string[] }
  | { readonly id: number; readonly request: PeerRequest };

export interface OtherSide {
  readonly pid: number;
  ip(...args: readonly string[]): Promise<void>;
  /** The response's status; `refused` or `noResponse` if there is none. */
  request(request: PeerRequest): Promise<string>;
  end(): Promise<void>;
}

const PEER_PROGRAM = fileURLToPath(new URL('request-from-peer.ts', import.meta.url));

function isResult(value: unknown): value is { id: number; text: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'text' in value;
}

/** A machine beside this one: a process in a network namespace of its own. */
export async function startOtherSide(): Promise<OtherSide> {
  const child = spawn('unshare', ['-n', process.execPath, PEER_PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (text: string) => void>();
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const result: unknown = JSON.parse(line);
    if (isResult(result)) waiting.get(result.id)?.(result.text);
  });
  const send = (command: { ip: readonly string[] } | { request: PeerRequest }): Promise<string> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.stdin.write(`${JSON.stringify({ id: last, ...command })}\n`);
    });
  const ip = async (...args: readonly string[]) => void (await send({ ip: args }));
  // Once it responds, it is in its own namespace, and a cable can be connected to it by its pid.
  await ip('link', 'set', 'lo', 'up');
  return {
    pid: child.pid ?? 0,
    ip,
    request: (request) => send({ request }),
    end: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
