import { useState } from 'react';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import { expectedAddresses } from './expected-addresses.ts';
import type { OfferedAddress } from './recipe-facts.ts';

interface Answered {
  /** What was expected when they answered. */
  readonly basis: string;
  readonly addresses: readonly OfferedAddress[];
}

function isForOthers({ kind }: OfferedAddress): boolean {
  return kind !== 'loopback';
}

/**
 * The addresses that answer; while they don't yet, those that will. The ones that answered last stay for that time, so that a restart
 * doesn't change the text under a reader's eyes, but not after another choice or in another network.
 */
export function useOfferedAddresses(
  state: Pick<Snapshot, 'exposure' | 'server' | 'settings'>,
): readonly OfferedAddress[] {
  const expected = expectedAddresses(state);
  const basis = JSON.stringify(expected);
  const [last, setLast] = useState<Answered | null>(null);
  const { addresses, degradedReason } = state.exposure;
  // The server is up a moment before Corral's own listeners are; where these can't be there is a shortfall.
  const areOpening = degradedReason === null && expected.some(isForOthers) && !addresses.some(isForOthers);
  if (addresses.length === 0 || areOpening) return last?.basis === basis ? last.addresses : expected;
  if (last?.basis !== basis || last.addresses !== addresses) setLast({ basis, addresses });
  return addresses;
}
