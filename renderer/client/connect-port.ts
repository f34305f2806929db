/** What the desktop's preload puts on the window. */
export interface CorralBridge {
  connect(): void;
}

const portMessage = 'corral:port';

/** Asks the desktop's main process for a MessagePort. The preload posts it back, because a bridge can't return ports. */
export function connectPort(bridge: CorralBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent<unknown>): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      window.removeEventListener('message', receive);
      port.start();
      resolve(port);
    };
    window.addEventListener('message', receive);
    bridge.connect();
  });
}
