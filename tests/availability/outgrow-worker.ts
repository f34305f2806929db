import { WebSocket } from 'ws';

/** Makes a thread outgrow its heap limit, as a fault of the program would; one allocation of 128 MB more ends the process instead. */
const OUTGROW = '(() => { const kept = []; for (;;) kept.push(new Array(1_000_000).fill(0.5)); })()';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string };
}

/** The debugger's address, which Node prints when it was started with `--inspect`. */
export function inspectorUrl(output: string): string {
  const url = /Debugger listening on (ws:\S+)/.exec(output)?.[1];
  if (url === undefined) throw new Error(`no debugger: ${output}`);
  return url;
}

/**
 * Has each worker thread of a process outgrow its heap limit, through the debugger, so that the product needs no switch for it.
 * Resolves with the number of workers, once they are dead.
 */
export async function outgrowWorkers(url: string): Promise<number> {
  const socket = new WebSocket(url);
  const sessions: string[] = [];
  const living = new Set<string>();
  const { promise: dead, resolve: allDead } = Promise.withResolvers<void>();
  let id = 0;
  const answered = new Map<number, () => void>();
  const send = (method: string, params: object): Promise<void> =>
    new Promise((resolve) => {
      id += 1;
      answered.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    const session = message.params?.sessionId ?? '';
    if (message.method === 'NodeWorker.attachedToWorker') sessions.push(session);
    if (message.method === 'NodeWorker.detachedFromWorker' && living.delete(session) && living.size === 0) allDead();
    if (message.id !== undefined) answered.get(message.id)?.();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // Those that exist are reported before the answer.
  await send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const told = [...sessions];
  for (const sessionId of told) {
    living.add(sessionId);
    const evaluate = { id: 1, method: 'Runtime.evaluate', params: { expression: OUTGROW } };
    await send('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(evaluate) });
  }
  // Also where the whole process has ended.
  socket.once('close', allDead);
  if (told.length > 0) await dead;
  socket.close();
  return told.length;
}
