// Recorded: https://github.com/nonocast/me/issues/129 (macOS 11) and
// https://github.com/mrodalgaard/alfred-network-workflow/issues/20 (macOS 12; addresses cut there), whose end is filled in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recorded } from '../os/testing/recorded-fixture.ts';
import { parseHardwarePorts } from './interface-labels.ts';

test('reads the names shown in System Settings', async () => {
  expect(Object.fromEntries(parseHardwarePorts(await recorded('networksetup-ports')))).toEqual({
    en0: 'Wi-Fi',
    en5: 'iPhone USB',
    en3: 'Bluetooth PAN',
    en1: 'Thunderbolt 1',
    en2: 'Thunderbolt 2',
    bridge0: 'Thunderbolt Bridge',
  });
});

test('reads adapters but no VLANs', async () => {
  const labels = parseHardwarePorts(await recorded('networksetup-ports-adapters'));
  expect(labels.get('en4')).toBe('Ethernet Adapter (en4)');
  expect(labels.get('en8')).toBe('AX88179A');
  expect(labels.get('en0')).toBe('Wi-Fi');
  expect(labels.size).toBe(9);
});

test('whatever is printed, no name is blank', () => {
  expect(parseHardwarePorts('** Error: The amount of parameters was not correct.\n').size).toBe(0);
  const piece = fc.constantFrom(
    'Hardware Port: ',
    'Device: ',
    'Ethernet Address: ',
    'Wi-Fi',
    'en0',
    '\n',
    '\n\n',
    ': ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) =>
      [...parseHardwarePorts(pieces.join(''))].flat().every((text) => text.trim() !== ''),
    ),
  );
});
