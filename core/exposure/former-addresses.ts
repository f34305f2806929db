import type { Address, FormerAddress } from '../../contract/exposure.ts';

/** More would push the working addresses off the page. */
const MAX_FORMER_ADDRESSES = 6;

/** The addresses that the page showed before and shows now. */
export interface AddressChange {
  readonly before: readonly Address[];
  readonly now: readonly Address[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The addresses that a client may still use and that no longer respond; latest first. */
export function trackFormerAddresses(
  known: readonly FormerAddress[],
  { before, now, at }: AddressChange,
): FormerAddress[] {
  const responds = (url: string) => now.some((address) => address.url === url);
  const lost = before
    .filter(({ kind, url }) => kind !== 'loopback' && !responds(url))
    .map(({ label, url }) => ({ label, url, since: at }));
  const isLost = (url: string) => lost.some((one) => one.url === url);
  return [...lost, ...known.filter(({ url }) => !responds(url) && !isLost(url))].slice(0, MAX_FORMER_ADDRESSES);
}
