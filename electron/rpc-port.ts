import { onError } from '@orpc/client';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMain, MessageChannelMain, type WebFrameMain } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { appOrigin } from './app-scheme.ts';

/** The page connects on the first and receives its port on the second. `preload.ts` and the page's client use the same names. */
export const connectChannel = 'corral:connect';
export const portChannel = 'corral:port';

/** Gives each of our pages that connects a port for the contract's calls; the port closes with the page. */
export function serveRpc(ipc: Pick<IpcMain, 'on'>, router: AnyRouter): void {
  const handler = new RPCHandler(router, { interceptors: [onError(reportBug)] });
  ipc.on(connectChannel, ({ senderFrame }) => {
    if (!isOurPage(senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    handler.upgrade(port1);
    port1.start();
    senderFrame.postMessage(portChannel, null, [port2]);
  });
}

/** Only the top frame of our own origin may call. */
function isOurPage(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && frame.origin === appOrigin;
}

/** Expected failures are typed errors and go to the page; anything else is a bug and is logged in full. */
function reportBug(error: unknown): void {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${desktopText('log.callFailed', { reason })}\n`);
}
