import { expect, test } from 'vitest';
import { parseFaultArgs } from './parse-fault-args.mjs';

test.each<[readonly string[], string, string, string]>([
  [[], '1000', '200', '100'],
  [['--count', '20'], '20', '0', '0'],
  [['--gateways', '7'], '0', '7', '0'],
  [['--hosts', '5'], '0', '0', '5'],
  [['--count', '20', '--hosts', '5'], '20', '0', '5'],
  [['--seed', '7'], '1', '0', '0'],
  [['--seed', '7', '--gateways', '1'], '0', '1', '0'],
  [['--seed', '7', '--hosts', '1'], '0', '0', '1'],
  [['--seed', '7', '--count', '3'], '3', '0', '0'],
])('%j runs %s sequences, %s of a whole host, and %s kills of one', (args, sequences, gateways, hostKills) => {
  const env = parseFaultArgs([...args]);
  expect(env).toMatchObject({
    CORRAL_FAULTS_SEQUENCES: sequences,
    CORRAL_FAULTS_GATEWAYS: gateways,
    CORRAL_FAULTS_HOST_KILLS: hostKills,
  });
  expect(env.CORRAL_FAULTS_SEED).toMatch(args.includes('--seed') ? /^7$/ : /^\d+$/);
});

test('an unknown argument is an error', () => {
  expect(() => parseFaultArgs(['--seeds', '7'])).toThrow('--seeds');
});
