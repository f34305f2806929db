import { joinHostPort } from './ollama-host.js';

const REASONS = {
  EADDRINUSE: 'bind: address already in use',
  EACCES: 'bind: permission denied',
  EADDRNOTAVAIL:
    process.platform === 'darwin' ? "bind: can't assign requested address" : 'bind: cannot assign requested address',
};

/**
 * Binds the port. Resolves to the address as the log shows it.
 * @throws {Error} with Go's words
 */
export function listen(server, { host, port }) {
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const reason = REASONS[error.code];
      const lookup = `listen tcp: lookup ${host}: no such host`;
      reject(
        new Error(
          reason === undefined ? lookup : `listen tcp ${joinHostPort(everywhere ? '' : host, port)}: ${reason}`,
        ),
      );
    });
    server.listen({ port, ...(everywhere ? {} : { host }), backlog: 4096 }, () => {
      const { address, port: bound } = server.address();
      resolve({ address, shown: joinHostPort(everywhere ? '::' : address, bound) });
    });
  });
}
