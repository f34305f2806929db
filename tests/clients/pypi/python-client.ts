import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CITY_SCHEMA, type ClientKind, type ClientUnderTest, PIXEL, type Target, TOOL } from '../client-under-test.ts';

const Line = z.union([z.object({ piece: z.string() }), z.object({ error: z.string() }), z.object({ value: z.json() })]);
const Names = z.array(z.string());
const Vectors = z.array(z.array(z.number()));
const Call = z.object({ name: z.string(), input: z.json() });

/** One Python process with one client, which runs one call after another (see `serve.py`). */
function startPython(python: string, script: string, target: Target) {
  const environment = { ...target, tool: TOOL, schema: CITY_SCHEMA, pixel: PIXEL };
  const child = spawn(python, [fileURLToPath(new URL(script, import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NO_PROXY: '*',
      CORRAL_TARGET: JSON.stringify(environment),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (call: string, ...args: unknown[]): void => {
    child.stdin.write(`${JSON.stringify({ call, arguments: args })}\n`);
  };
  const next = async (): Promise<z.infer<typeof Line>> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} ended`);
    return Line.parse(JSON.parse(value));
  };
  return {
    async request(call: string, ...args: unknown[]): Promise<unknown> {
      send(call, ...args);
      const line = await next();
      if ('error' in line) throw new Error(line.error);
      return 'value' in line ? line.value : undefined;
    },
    async *stream(prompt: string, signal: AbortSignal): AsyncGenerator<string> {
      send('stream', prompt);
      signal.addEventListener('abort', () => send('stop'));
      for (;;) {
        const line = await next();
        if ('error' in line) throw new Error(line.error);
        if (!('piece' in line)) return;
        yield line.piece;
      }
    },
    async close(): Promise<void> {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}

type CallName = Exclude<keyof ClientUnderTest, 'chat' | 'stream' | 'close'>;

/** A client from PyPI, run by `script`, with the calls that its API has. */
export function pythonClient(
  python: string,
  { name, script, calls }: { readonly name: string; readonly script: string; readonly calls: readonly CallName[] },
): ClientKind {
  return {
    name,
    open(target) {
      const started: ReturnType<typeof startPython>[] = [];
      const process = () => {
        const [running = startPython(python, script, target)] = started;
        if (started.length === 0) started.push(running);
        return running;
      };
      const text = async (call: string, ...args: unknown[]) => z.string().parse(await process().request(call, ...args));
      const all: Required<Pick<ClientUnderTest, CallName>> = {
        list: async () => Names.parse(await process().request('list')),
        complete: (prompt) => text('complete', prompt),
        embed: async (texts) => Vectors.parse(await process().request('embed', texts)),
        callTool: async (model, prompt) => Call.parse(await process().request('callTool', model, prompt)),
        describeImage: (model, prompt) => text('describeImage', model, prompt),
        structured: (prompt) => process().request('structured', prompt),
      };
      return {
        ...Object.fromEntries(calls.map((call) => [call, all[call]])),
        chat: (prompt) => text('chat', prompt),
        stream: (prompt, signal) => process().stream(prompt, signal),
        close: async () => {
          for (const running of started.splice(0)) await running.close();
        },
      };
    },
  };
}
