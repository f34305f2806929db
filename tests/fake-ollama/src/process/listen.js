/** @import { Server } from 'node:http' */
import { errorCode } from './error-message.js';
import { joinHostPort } from './ollama-host.js';

/** @type {Readonly<Record<string, string>>} */
const REASONS = {
  EADDRINUSE: 'bind: address already in use',
  EACCES: 'bind: permission denied',
  EADDRNOTAVAIL:
    process.platform === 'darwin' ? "bind: can't assign requested address" : 'bind: cannot assign requested address',
};

/**
 * Binds the port. Resolves to the address, and to the text that the log shows for it.
 * @param {Server} server
 * @param {{ readonly host: string, readonly port: number }} where a host of '' is every interface
 * @returns {Promise<{ readonly address: string, readonly shown: string }>}
 * @throws {Error} with Go's text
 */
export function listen(server, { host, port }) {
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const reason = REASONS[errorCode(error) ?? ''];
      const text =
        reason === undefined
          ? `listen tcp: lookup ${host}: no such host`
          : `listen tcp ${joinHostPort(everywhere ? '' : host, port)}: ${reason}`;
      reject(new Error(text));
    });
    server.listen({ port, ...(everywhere ? {} : { host }), backlog: 4096 }, () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') return reject(new Error('listen tcp: no address'));
      resolve({ address: bound.address, shown: joinHostPort(everywhere ? '::' : bound.address, bound.port) });
    });
  });
}
