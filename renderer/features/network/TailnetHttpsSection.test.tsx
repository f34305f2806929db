import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { TailnetHttps } from '../../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { TailnetHttpsSection } from './TailnetHttpsSection.tsx';

const { exposure, settings } = snapshotFixture;
const tailscale = { ...exposure.tailscale, state: 'running' as const, unavailableReason: null };
function renderSection(https: Partial<TailnetHttps>, tailnetHttps: boolean, isAdmin?: boolean) {
  return renderWithCorral(<TailnetHttpsSection />, {
    patch: {
      exposure: {
        ...exposure,
        tailscale: { ...tailscale, ...(isAdmin !== undefined && { isAdmin }) },
        https: { state: 'off', url: null, consentUrl: null, reason: null, ...https },
      },
      settings: { ...settings, tailnetHttps },
    },
  });
}
function theSwitch() {
  return screen.getByRole<HTMLButtonElement>('switch', { name: 'Serve over HTTPS on your tailnet' });
}

it('is turned on and off by a switch, and shows the address', async () => {
  const { calls, change } = renderSection({}, false);
  await userEvent.click(theSwitch());
  expect(calls).toEqual([['exposure.setTailnetHttps', { enabled: true, when: 'ask' }]]);
  const https = { state: 'on', url: 'https://mac.ts.net/v1', consentUrl: null, reason: null } as const;
  change({ exposure: { ...exposure, tailscale, https }, settings: { ...settings, tailnetHttps: true } });
  expect(document.body.textContent).toContain('https://mac.ts.net/v1');
  await userEvent.click(theSwitch());
  expect(calls.at(-1)).toEqual(['exposure.setTailnetHttps', { enabled: false, when: 'ask' }]);
});

it('links to the page where the tailnet’s owner allows it', () => {
  renderSection({ state: 'consent', consentUrl: 'https://login.tailscale.com/f/serve?node=n' }, true);
  expect(screen.getByRole('link', { name: 'Allow in Tailscale' }).getAttribute('href')).toContain('/f/serve');
});

it.each([
  [true, /Allow it on the Tailscale page/],
  [false, /Ask the owner or an admin of your tailnet to allow it/],
  [undefined, /ask your tailnet’s owner if you aren’t an admin/],
])('says who allows it, to an admin: %s', (isAdmin, sentence) => {
  renderSection({ state: 'consent', consentUrl: 'https://login.tailscale.com/f/serve?node=n' }, true, isAdmin);
  expect(document.body.textContent).toMatch(sentence);
});

it('shows why Tailscale couldn’t turn it on, and the page where that can be changed', () => {
  const reason = 'error: HTTPS cert support is not enabled; enable HTTPS at https://login.tailscale.com/admin/dns';
  renderSection({ state: 'failed', reason, consentUrl: 'https://login.tailscale.com/admin/dns' }, true);
  expect(document.body.textContent).toContain(`${reason}. Corral will try again.`);
  expect(screen.getByRole('link', { name: 'Allow in Tailscale' })).toBeTruthy();
});

it('can’t be turned on where it’s unavailable', () => {
  renderSection({ reason: 'Tailscale is off.' }, false);
  expect(theSwitch().disabled).toBe(true);
  expect(document.body.textContent).toContain('Tailscale is off.');
});

it('can be turned off while it waits for Tailscale', () => {
  renderSection({ reason: 'Tailscale is off.' }, true);
  expect(theSwitch().disabled).toBe(false);
  expect(document.body.textContent).toContain('Waiting.');
});

it('is hidden where Tailscale isn’t installed', () => {
  renderWithCorral(<TailnetHttpsSection />);
  expect(screen.queryByRole('switch')).toBeNull();
});
