// A program that listens on a port and is no server: `hold-port.ts ADDRESS PORT`. Says so once it does, and ends if it can't.
import { createServer } from 'node:net';

const [host, port] = process.argv.slice(2);
createServer((socket) => socket.destroy())
  .once('error', () => process.exit(1))
  .listen({ host, port: Number(port), exclusive: true }, () => console.log('listening'));
