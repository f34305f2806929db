import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Address, ReachabilityReport } from '../../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { Addresses } from './Addresses.tsx';

const url = 'http://192.168.1.24:11434/v1';
const keyed: Address = { kind: 'interface', label: 'Wi-Fi, IP', url, needsKey: true };
const effective = {
  open: false,
  keyed: true,
  ollamaHost: '127.0.0.1:11434',
  reach: 'localNetwork' as const,
  listening: ['127.0.0.1', '192.168.1.24'],
};
const { exposure } = snapshotFixture;
function rowOf(text: string) {
  const row = screen.getByText(text).closest('.row');
  if (!(row instanceof HTMLElement)) throw new Error(`no row of ${text}`);
  return within(row);
}

it('marks what needs a key, and says which address is gone and since when', () => {
  const lately = { label: 'Wi-Fi, IP', url: 'http://10.0.0.7:11434/v1', since: Date.now() };
  const gone = [lately, { label: 'Wi-Fi, IP', url: 'http://10.0.0.8:11434/v1', since: 0 }];
  renderWithCorral(<Addresses />, {
    patch: { exposure: { ...exposure, effective, formerAddresses: gone, addresses: [...exposure.addresses, keyed] } },
  });
  expect(rowOf(url).getByText('needs a key')).toBeTruthy();
  expect(rowOf(url).getByRole('button', { name: 'Copy Wi-Fi, IP' })).toBeTruthy();
  expect(rowOf('http://localhost:11434/v1').queryByText('needs a key')).toBeNull();
  const lost = rowOf('http://10.0.0.7:11434/v1');
  expect(lost.getByText(/^Gone since \d\d:\d\d$/)).toBeTruthy();
  expect(lost.queryByRole('button')).toBeNull();
  expect(rowOf('http://10.0.0.8:11434/v1').getByText(/^Gone since 1 Jan 1970, \d\d:\d\d$/)).toBeTruthy();
});

it('shows what a test found beside each address, until the addresses are others', async () => {
  const report: ReachabilityReport = {
    at: Date.now(),
    addresses: [
      {
        label: 'This Mac',
        url: 'http://localhost:11434/v1',
        needsKey: false,
        passed: true,
        advice: null,
        checks: [{ check: 'responds', passed: true, result: '200' }],
      },
      {
        label: 'Wi-Fi, IP',
        url,
        needsKey: true,
        passed: false,
        advice: 'Look at your firewall.',
        checks: [
          { check: 'withoutKey', passed: true, result: '401' },
          { check: 'withKey', passed: false, result: '503' },
          { check: 'management', passed: false, result: 'no route to host' },
          { check: 'foreignHost', passed: false, result: 'no answer within 5 s' },
        ],
      },
    ],
  };
  const { change } = renderWithCorral(<Addresses />, {
    patch: { exposure: { ...exposure, effective, addresses: [...exposure.addresses, keyed] } },
    answer: () => report,
  });
  await userEvent.click(screen.getByRole('button', { name: 'Test Reachability' }));
  expect(await screen.findByText('Failed: Answers callers with a key (got 503).')).toBeTruthy();
  expect(rowOf(url).getByText('No answer: no route to host.')).toBeTruthy();
  expect(rowOf(url).getByText('No answer within 5 s.')).toBeTruthy();
  expect(rowOf(url).queryByText(/Refuses/)).toBeNull();
  expect(rowOf(url).getByText('Look at your firewall.')).toBeTruthy();
  expect(rowOf('http://localhost:11434/v1').getByText('Answers without a key.')).toBeTruthy();
  expect(screen.getByText(/^Checked at \d\d:\d\d$/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'If another device still can’t connect' }));
  expect(document.body.textContent).toContain('Privacy & Security › Local Network');
  expect(document.body.textContent).toContain('Firewall › Options');
  change({ exposure });
  expect(screen.queryByText(/^Checked at/)).toBeNull();
});
