const LOOPBACK = '127.0.0.1';

/** Where to listen: always on loopback, which a wildcard includes. */
export function listenAddresses(bind: readonly string[]): readonly string[] {
  if (bind.includes('::')) return ['::'];
  if (bind.includes('0.0.0.0')) return ['0.0.0.0', ...bind.filter((address) => address.includes(':'))];
  return [...new Set([LOOPBACK, ...bind])];
}

/** Addresses that other machines can reach, over unencrypted HTTP. */
export function nonLoopbackAddresses(bind: readonly string[]): readonly string[] {
  return bind.filter((address) => !address.startsWith('127.') && address !== '::1');
}
