import { useState } from 'react';
import {
  interfaceAddress,
  loopbackAddress,
  type NamedAddress,
  tailscaleAddress,
  tailscaleNameAddress,
} from '../../../../contract/derived/address.ts';
import type { Address } from '../../../../contract/exposure.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';

/** An address that a client can be set up for. */
export type OfferedAddress = Pick<Address, 'kind' | 'url' | 'label' | 'needsKey'>;

type AddressState = Pick<Snapshot, 'exposure' | 'server' | 'settings'>;

interface LastAddresses {
  /** The addresses that were expected at that time, as JSON. */
  readonly basis: string;
  readonly addresses: readonly OfferedAddress[];
}

/**
 * The addresses that respond, or those expected to once the server runs. During a restart the last ones stay, so that the text
 * doesn't change while it is read, unless the choice of access or the network changed.
 */
export function useOfferedAddresses(state: AddressState): readonly OfferedAddress[] {
  const expected = expectedAddresses(state);
  const basis = JSON.stringify(expected);
  const [last, setLast] = useState<LastAddresses | null>(null);
  const { addresses, degradedReason } = state.exposure;
  // The server is ready a moment before Corral's listeners for other devices. If they can't open, there is a degraded reason.
  const isOpening = degradedReason === null && expected.some(isForOthers) && !addresses.some(isForOthers);
  if (addresses.length === 0 || isOpening) return last?.basis === basis ? last.addresses : expected;
  if (last?.basis !== basis || last.addresses !== addresses) setLast({ basis, addresses });
  return addresses;
}

/**
 * The addresses that the chosen network access will have once the server runs, as core will advertise them. This Mac's `.local`
 * name isn't among them: the state doesn't hold it. For a server that Corral didn't start, only localhost is certain.
 */
export function expectedAddresses({ exposure, server, settings }: AddressState): readonly OfferedAddress[] {
  const { desired, interfaces, tailscale, readOnlyReason } = exposure;
  const { port } = server;
  const { requireKey } = settings;
  const thisMac = { ...loopbackAddress(port), needsKey: false };
  const forOthers = (addresses: readonly NamedAddress[]): readonly OfferedAddress[] => [
    thisMac,
    ...addresses.map((address) => ({ ...address, needsKey: requireKey })),
  ];
  const tailnet = [
    ...(tailscale.dnsName !== null && tailscale.addresses.length > 0
      ? [tailscaleNameAddress(tailscale.dnsName, port)]
      : []),
    ...tailscale.addresses.map((address) => tailscaleAddress(address, port)),
  ];
  if (desired === 'thisMac' || readOnlyReason !== null) return [thisMac];
  if (desired === 'tailscale') return forOthers(tailscale.unavailableReason === null ? tailnet : []);
  // Without a key, the server listens on every interface.
  const open = interfaces.filter(({ selected }) => selected || !requireKey);
  return forOthers(
    open.flatMap(({ kind, label, addresses }) =>
      kind === 'tailscale' ? tailnet : addresses.map((address) => interfaceAddress(address, label, port)),
    ),
  );
}

/** Whether other devices can use the address. */
export function isForOthers({ kind }: Pick<OfferedAddress, 'kind'>): boolean {
  return kind !== 'loopback';
}
