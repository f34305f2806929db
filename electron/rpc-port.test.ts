import { EventEmitter, once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import type { IpcMain } from 'electron';
import { expect, it, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { connectChannel, portChannel, serveRpc } from './rpc-port.ts';

/** Node's port behind the interface of Electron's: an emitter whose messages are events with `data`. */
class PortLikeMain extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  start() {
    this.port.on('message', (data: unknown) => this.emit('message', { data }));
  }
  postMessage(data: unknown) {
    this.port.postMessage(data);
  }
}

vi.mock('electron', () => ({
  MessageChannelMain: class {
    readonly port1: PortLikeMain;
    readonly port2: MessagePort;
    constructor() {
      const channel = new MessageChannel();
      this.port1 = new PortLikeMain(channel.port1);
      this.port2 = channel.port2;
    }
  },
}));

const ended = vi.fn();
const router = {
  greet: os.handler(() => 'hello'),
  watch: os.handler(async function* ({ signal }) {
    yield 0;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    ended();
  }),
};

/** Connects as a page does; returns what the page was sent. */
function connectFrom(frame: { origin: string; parent: object | null } | null) {
  const ipc = new EventEmitter();
  serveRpc(ipc as unknown as IpcMain, router);
  const postMessage = vi.fn<(channel: string, message: unknown, ports: MessagePort[]) => void>();
  ipc.emit(connectChannel, { senderFrame: frame && { ...frame, postMessage } });
  return postMessage.mock.lastCall;
}

it('gives our page a port for the calls; a subscription ends when it closes', async () => {
  const [channel, , ports] = connectFrom({ origin: 'app://corral', parent: null }) ?? [];
  expect(channel).toBe(portChannel);
  const port = ports?.[0];
  if (port === undefined) throw new Error('no port');
  const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port }));
  port.start();
  expect(await client.greet()).toBe('hello');
  const changes = await client.watch();
  expect(await changes.next()).toMatchObject({ value: 0 });
  const closed = once(port, 'close');
  port.close();
  await closed;
  await eventually(() => expect(ended).toHaveBeenCalled());
});

it.each([
  ['another origin', { origin: 'https://evil.example', parent: null }],
  ['another page of the scheme', { origin: 'app://evil', parent: null }],
  ['an opaque origin', { origin: 'null', parent: null }],
  ['a frame inside our page', { origin: 'app://corral', parent: {} }],
  ['a destroyed frame', null],
])('gives %s no port', (_what, frame) => {
  expect(connectFrom(frame)).toBeUndefined();
});
