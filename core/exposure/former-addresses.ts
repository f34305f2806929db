import type { Address, FormerAddress } from '../../contract/exposure.ts';

/** More would only push the addresses that work off the page. */
const MOST = 6;

/** One address, as the page showed it before and shows it now. */
export interface AddressChange {
  readonly before: readonly Address[];
  readonly now: readonly Address[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The addresses that somebody may have written down and that no longer answer; latest first. */
export function trackFormerAddresses(
  known: readonly FormerAddress[],
  { before, now, at }: AddressChange,
): FormerAddress[] {
  const answers = (url: string) => now.some((address) => address.url === url);
  const lost = before
    .filter(({ kind, url }) => kind !== 'loopback' && !answers(url))
    .map(({ label, url }) => ({ label, url, since: at }));
  const isLost = (url: string) => lost.some((one) => one.url === url);
  return [...lost, ...known.filter(({ url }) => !answers(url) && !isLost(url))].slice(0, MOST);
}
