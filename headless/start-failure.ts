import { HostLockedError } from '../core/data-folder/host-lock.ts';
import { FlagError } from './parse-flags.ts';

/** One line for a person about why the host could not start; null for what nobody expected, which is a bug. */
export function startFailure(error: unknown): string | null {
  if (error instanceof FlagError || error instanceof HostLockedError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const address = 'address' in error ? String(error.address) : '';
  const port = 'port' in error ? String(error.port) : '';
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is in use. Choose another with --port, or --port 0 for a free one.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address}; give --bind one that it has.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return port === ''
        ? `The data folder cannot be used: ${error.message}.`
        : `Port ${port} may not be used by this account; choose one above 1023.`;
    default:
      return null;
  }
}
