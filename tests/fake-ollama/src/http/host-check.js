import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const LOCAL_SUFFIXES = ['.localhost', '.local', '.internal'];
const PRIVATE = [/^127\./, /^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^0\.0\.0\.0$/, /^::1?$/, /^f[cd]/i];

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));

/** Whether a server bound to loopback answers to this Host header (a guard against DNS rebinding). */
export function hostAllowed(header) {
  const name = (header ?? '').replace(/:\d+$/, '').toLowerCase();
  const address = name.replace(/^\[(.*)\]$/, header === name ? '[$1]' : '$1');
  if (isIP(address) !== 0) {
    return PRIVATE.some((range) => range.test(address)) || ownAddresses().includes(address);
  }
  if (name === '' || name === 'localhost' || name === hostname().toLowerCase()) return true;
  return LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix));
}
