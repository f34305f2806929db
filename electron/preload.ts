import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';

// This project has no DOM types; these are all of the page that a preload may touch.
declare const window: {
  readonly origin: string;
  postMessage(message: string, targetOrigin: string, transfer: IpcRendererEvent['ports']): void;
};

// A bridge can't carry ports, so the port takes the page's own message channel.
ipcRenderer.on('corral:port', ({ ports }) => window.postMessage('corral:port', window.origin, ports));

contextBridge.exposeInMainWorld('corral', {
  connect: () => ipcRenderer.send('corral:connect'),
});
