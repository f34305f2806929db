import { expect, it } from 'vitest';
import type { Address } from '../../contract/exposure.ts';
import { trackFormerAddresses } from './former-addresses.ts';

function address(url: string, kind: Address['kind'] = 'interface'): Address {
  return {
    kind,
    url,
    label: url,
    needsKey: true,
  };
}
function urls(gone: readonly { url: string }[]) {
  return gone.map(({ url }) => url);
}

it('keeps what went, drops what came back, and puts the latest first', () => {
  const one = trackFormerAddresses([], { before: [address('a'), address('b')], now: [address('b')], at: 1 });
  expect(one).toEqual([{ label: 'a', url: 'a', since: 1 }]);
  const two = trackFormerAddresses(one, { before: [address('b')], now: [address('c')], at: 2 });
  expect(urls(two)).toEqual(['b', 'a']);
  const again = trackFormerAddresses(two, { before: [address('c')], now: [address('c'), address('b')], at: 3 });
  expect(again).toEqual([{ label: 'a', url: 'a', since: 1 }]);
});

it('says nothing of this machine’s own address, and never grows without end', () => {
  expect(trackFormerAddresses([], { before: [address('l', 'loopback')], now: [], at: 1 })).toEqual([]);
  const many = Array.from({ length: 40 }, (_, n) => address(`u${n}`));
  expect(trackFormerAddresses([], { before: many, now: [], at: 1 })).toHaveLength(6);
});
