import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Asked {
  /** Numeric. */
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Order =
  | { readonly id: number; readonly ip: readonly string[] }
  | { readonly id: number; readonly ask: Asked };

export interface OtherSide {
  readonly pid: number;
  ip(...args: readonly string[]): Promise<void>;
  /** The answer's status; `refused` or `silence` where none came. */
  ask(asked: Asked): Promise<string>;
  end(): Promise<void>;
}

const program = fileURLToPath(new URL('request-from-peer.ts', import.meta.url));

function isAnswer(value: unknown): value is { id: number; text: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'text' in value;
}

/** A machine beside this one: a process in a network namespace of its own. */
export async function startOtherSide(): Promise<OtherSide> {
  const child = spawn('unshare', ['-n', process.execPath, program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (text: string) => void>();
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer: unknown = JSON.parse(line);
    if (isAnswer(answer)) waiting.get(answer.id)?.(answer.text);
  });
  const give = (order: { ip: readonly string[] } | { ask: Asked }): Promise<string> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.stdin.write(`${JSON.stringify({ id: last, ...order })}\n`);
    });
  const ip = async (...args: readonly string[]) => void (await give({ ip: args }));
  // Once it answers, it is in its own namespace, and a cable can be put into it by its pid.
  await ip('link', 'set', 'lo', 'up');
  return {
    pid: child.pid ?? 0,
    ip,
    ask: (asked) => give({ ask: asked }),
    end: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
