// Listens on a port without being a server: `hold-port.ts ADDRESS PORT`. Prints a line once it does, and exits if it can't.
import { createServer } from 'node:net';

const [host, port] = process.argv.slice(2);
createServer((socket) => socket.destroy())
  .once('error', () => process.exit(1))
  .listen({ host, port: Number(port), exclusive: true }, () => console.log('listening'));
