import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { HostLockedError } from '../core/data-folder/host-lock.ts';
import { FlagError } from './parse-flags.ts';

/** Why the host couldn't start, in one line for a person; null for an unexpected error, which is a bug. */
export function startFailure(error: unknown): string | null {
  if (error instanceof FlagError || error instanceof HostLockedError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const address = 'address' in error ? String(error.address) : '';
  const port = 'port' in error ? String(error.port) : '';
  switch (error.code) {
    case 'EADDRINUSE':
      return headlessText('start.portInUse', { port, address });
    case 'EADDRNOTAVAIL':
      return headlessText('start.addressUnavailable', { address });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return port === ''
        ? headlessText('start.dataFolder', { reason: error.message })
        : headlessText('start.portForbidden', { port });
    default:
      return null;
  }
}
