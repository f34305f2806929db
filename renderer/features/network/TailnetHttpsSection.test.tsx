import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { TailnetHttps } from '../../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { TailnetHttpsSection } from './TailnetHttpsSection.tsx';

const { exposure, settings } = snapshotFixture;
const tailscale = { ...exposure.tailscale, state: 'running' as const, unavailableReason: null };
function drawn(https: Partial<TailnetHttps>, tailnetHttps: boolean) {
  return renderWithCorral(<TailnetHttpsSection />, {
    patch: {
      exposure: {
        ...exposure,
        tailscale,
        https: { state: 'off', url: null, consentUrl: null, reason: null, ...https },
      },
      settings: { ...settings, tailnetHttps },
    },
  });
}
function theSwitch() {
  return screen.getByRole<HTMLButtonElement>('switch', { name: 'Serve over HTTPS in your tailnet' });
}

it('is turned on and off by one switch, and gives the address', async () => {
  const { calls, change } = drawn({}, false);
  await userEvent.click(theSwitch());
  expect(calls).toEqual([['exposure.setTailnetHttps', { enabled: true, when: 'ask' }]]);
  const https = { state: 'on', url: 'https://mac.ts.net/v1', consentUrl: null, reason: null } as const;
  change({ exposure: { ...exposure, tailscale, https }, settings: { ...settings, tailnetHttps: true } });
  expect(document.body.textContent).toContain('https://mac.ts.net/v1');
  await userEvent.click(theSwitch());
  expect(calls.at(-1)).toEqual(['exposure.setTailnetHttps', { enabled: false, when: 'ask' }]);
});

it('leads to the page where the tailnet allows it', () => {
  drawn({ state: 'consent', consentUrl: 'https://login.tailscale.com/f/serve?node=n' }, true);
  expect(screen.getByRole('link', { name: 'Allow in Tailscale' }).getAttribute('href')).toContain('/f/serve');
});

it('can’t be turned on where it can’t work, but off always', () => {
  drawn({ reason: 'Tailscale is turned off.' }, false);
  expect(theSwitch().disabled).toBe(true);
  expect(document.body.textContent).toContain('Tailscale is turned off.');
});

it('waits where it was turned on and Tailscale is away', () => {
  drawn({ reason: 'Tailscale is turned off.' }, true);
  expect(theSwitch().disabled).toBe(false);
  expect(document.body.textContent).toContain('It waits.');
});

it('isn’t drawn without Tailscale', () => {
  renderWithCorral(<TailnetHttpsSection />);
  expect(screen.queryByRole('switch')).toBeNull();
});
