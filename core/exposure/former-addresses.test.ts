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
function urls(addresses: readonly { url: string }[]) {
  return addresses.map(({ url }) => url);
}

it('keeps addresses that disappeared, drops those that returned, latest first', () => {
  const one = trackFormerAddresses([], { before: [address('a'), address('b')], now: [address('b')], at: 1 });
  expect(one).toEqual([{ label: 'a', url: 'a', since: 1 }]);
  const two = trackFormerAddresses(one, { before: [address('b')], now: [address('c')], at: 2 });
  expect(urls(two)).toEqual(['b', 'a']);
  const three = trackFormerAddresses(two, { before: [address('c')], now: [address('c'), address('b')], at: 3 });
  expect(three).toEqual([{ label: 'a', url: 'a', since: 1 }]);
});

it('leaves out loopback, and has a limit', () => {
  expect(trackFormerAddresses([], { before: [address('l', 'loopback')], now: [], at: 1 })).toEqual([]);
  const many = Array.from({ length: 40 }, (_, n) => address(`u${n}`));
  expect(trackFormerAddresses([], { before: many, now: [], at: 1 })).toHaveLength(6);
});
