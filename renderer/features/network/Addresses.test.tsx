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

it('marks addresses that require a key, and shows since when one is unavailable', () => {
  const recent = { label: 'Wi-Fi, IP', url: 'http://10.0.0.7:11434/v1', since: Date.now() };
  const formerAddresses = [recent, { label: 'Wi-Fi, IP', url: 'http://10.0.0.8:11434/v1', since: 0 }];
  renderWithCorral(<Addresses />, {
    patch: { exposure: { ...exposure, effective, formerAddresses, addresses: [...exposure.addresses, keyed] } },
  });
  expect(rowOf(url).getByText('API key required')).toBeTruthy();
  expect(rowOf(url).getByRole('button', { name: 'Copy Wi-Fi, IP' })).toBeTruthy();
  expect(rowOf('http://localhost:11434/v1').queryByText('API key required')).toBeNull();
  const former = rowOf('http://10.0.0.7:11434/v1');
  expect(former.getByText(/^Unavailable since \d\d:\d\d$/)).toBeTruthy();
  expect(former.queryByRole('button')).toBeNull();
  expect(rowOf('http://10.0.0.8:11434/v1').getByText(/^Unavailable since \d\d:\d\d on Jan 1, 1970$/)).toBeTruthy();
});

it('says that other devices still connect where Corral’s listeners stay open without a server', () => {
  const none = { ...exposure, effective: null, addresses: [] };
  const { change } = renderWithCorral(<Addresses />, { patch: { exposure: { ...none, keptOpen: 'localNetwork' } } });
  expect(screen.getByText(/^Start the server to see its addresses\. Other devices can still connect/)).toBeTruthy();
  change({ exposure: none });
  expect(screen.queryByText(/Other devices can still connect/)).toBeNull();
});

it('shows the result of a test at each address, until the addresses change', async () => {
  const report: ReachabilityReport = {
    at: Date.now(),
    addresses: [
      {
        label: 'This Mac',
        url: 'http://localhost:11434/v1',
        needsKey: false,
        passed: true,
        advice: null,
        checks: [{ check: 'responds', passed: true, outcome: { status: 200 } }],
      },
      {
        label: 'Wi-Fi, IP',
        url,
        needsKey: true,
        passed: false,
        advice: 'Check your firewall.',
        checks: [
          { check: 'withoutKey', passed: true, outcome: { status: 401 } },
          { check: 'withKey', passed: false, outcome: { status: 503 } },
          { check: 'management', passed: false, outcome: { errorCode: 'EHOSTUNREACH' } },
          { check: 'foreignHost', passed: false, outcome: { errorCode: 'ETIMEDOUT' } },
        ],
      },
    ],
  };
  const { change } = renderWithCorral(<Addresses />, {
    patch: { exposure: { ...exposure, effective, addresses: [...exposure.addresses, keyed] } },
    respond: () => report,
  });
  await userEvent.click(screen.getByRole('button', { name: 'Test Addresses' }));
  expect(await screen.findByText('Failed: Accepts requests with a key (status 503).')).toBeTruthy();
  expect(rowOf(url).getByText('No response: no route to host.')).toBeTruthy();
  expect(rowOf(url).getByText('No response: the request timed out.')).toBeTruthy();
  expect(rowOf(url).queryByText(/Rejects/)).toBeNull();
  expect(rowOf(url).getByText('Check your firewall.')).toBeTruthy();
  expect(rowOf('http://localhost:11434/v1').getByText('Responds without a key.')).toBeTruthy();
  expect(screen.getByText(/^Checked at \d\d:\d\d$/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'If another device still can’t connect' }));
  expect(document.body.textContent).toContain('Privacy & Security > Local Network');
  expect(document.body.textContent).toContain('Firewall > Options');
  change({ exposure });
  expect(screen.queryByText(/^Checked at/)).toBeNull();
});
