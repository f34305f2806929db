import { ORPCError } from '@orpc/client';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { ReachBanners } from './ReachBanners.tsx';
import { ReachPicker } from './ReachPicker.tsx';

const warning =
  'Open to your network without a key. Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.';
/** The same for opening the server and for no longer requiring a key. */
const question = 'Open this server without an API key?';
const { exposure } = snapshotFixture;

function respond(path: string, input: unknown): unknown {
  if (path === 'exposure.setReach' && typeof input === 'object' && input && Reflect.get(input, 'confirmed') === false) {
    throw new ORPCError('CONFIRMATION_NEEDED', { defined: true, message: warning, data: { reach: 'localNetwork' } });
  }
  return undefined;
}
function radio(name: string) {
  return screen.getByRole<HTMLInputElement>('radio', { name });
}

describe('the choice of network access', () => {
  it('warns before it opens the server, and changes nothing when that is canceled', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { respond });
    await userEvent.click(radio('Local network'));
    const dialog = await screen.findByRole('dialog', { name: question });
    expect(dialog.textContent).toContain(warning);
    expect(dialog.textContent).toContain('The server will restart. All apps, also those on this Mac, then connect');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(radio('This Mac only').checked).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it('opens the server when that is confirmed', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { respond });
    await userEvent.click(radio('Local network'));
    await userEvent.click(await screen.findByRole('button', { name: 'Open Without a Key' }));
    expect(calls.at(-1)).toEqual(['exposure.setReach', { reach: 'localNetwork', confirmed: true, when: 'ask' }]);
  });

  it('asks again where a request would be interrupted, and keeps the confirmation', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, {
      patch: { work: { activeRequests: 1, keyedRequests: 0, pulls: [] } },
      respond: (path, input) => {
        respond(path, input);
        const asked = typeof input === 'object' && input && Reflect.get(input, 'when') === 'ask';
        if (asked)
          throw new ORPCError('WORK_IN_PROGRESS', {
            defined: true,
            data: { activeRequests: 1, pulls: [], scope: 'all' },
          });
      },
    });
    await userEvent.click(radio('Local network'));
    await userEvent.click(await screen.findByRole('button', { name: 'Open Without a Key' }));
    await userEvent.click(await screen.findByRole('button', { name: 'When Idle' }));
    expect(calls.at(-1)).toEqual(['exposure.setReach', { reach: 'localNetwork', confirmed: true, when: 'idle' }]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('disables Tailscale where it isn’t installed, and shows why', () => {
    renderWithCorral(<ReachPicker />);
    expect(radio('Tailscale only').disabled).toBe(true);
    expect(screen.getByText('Tailscale is not installed.')).toBeTruthy();
  });

  it('keeps the focus while a change is applied, and accepts no other', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { patch: { exposure: { ...exposure, applying: true } } });
    expect(radio('This Mac only').disabled).toBe(false);
    expect(radio('Local network').disabled).toBe(true);
    const keySwitch = screen.getByRole<HTMLButtonElement>('switch', { name: 'Require an API key' });
    expect([keySwitch.disabled, keySwitch.getAttribute('aria-disabled')]).toEqual([false, 'true']);
    await userEvent.click(keySwitch);
    expect(calls).toEqual([]);
  });

  it('can’t be changed for a server that Corral didn’t start', () => {
    renderWithCorral(<ReachPicker />, {
      patch: { exposure: { ...exposure, readOnlyReason: 'Started outside Corral.' } },
    });
    expect(screen.getAllByRole<HTMLInputElement>('radio').every(({ disabled }) => disabled)).toBe(true);
  });
});

describe('the key', () => {
  const { settings } = snapshotFixture;
  const keySwitch = () => screen.getByRole('switch', { name: 'Require an API key' });
  const requireConfirmation = (path: string, input: unknown) => {
    if (path !== 'exposure.setKeyRequired' || typeof input !== 'object' || !input) return;
    if (Reflect.get(input, 'confirmed') !== false) return;
    throw new ORPCError('CONFIRMATION_NEEDED', { defined: true, message: warning, data: { reach: 'localNetwork' } });
  };

  it('stays required until the person confirms the warning', async () => {
    const { calls, change } = renderWithCorral(<ReachPicker />, { respond: requireConfirmation });
    expect(keySwitch().getAttribute('aria-checked')).toBe('true');
    await userEvent.click(keySwitch());
    expect((await screen.findByRole('dialog', { name: question })).textContent).toContain(warning);
    await userEvent.keyboard('{Escape}');
    expect(calls).toHaveLength(1);
    await userEvent.click(keySwitch());
    await userEvent.click(await screen.findByRole('button', { name: 'Open Without a Key' }));
    expect(calls.at(-1)).toEqual(['exposure.setKeyRequired', { required: false, confirmed: true, when: 'ask' }]);

    change({ settings: { ...settings, requireKey: false } });
    await userEvent.click(keySwitch());
    expect(calls.at(-1)).toEqual(['exposure.setKeyRequired', { required: true, confirmed: false, when: 'ask' }]);
  });

  it('lets networks be selected only while a key is required', async () => {
    const wifi = { device: 'en0', label: 'Wi-Fi', kind: 'wifi', addresses: ['192.168.1.24'], selected: true } as const;
    const interfaces = [{ ...wifi, addresses: [...wifi.addresses] }];
    const shared = { ...exposure, desired: 'localNetwork' as const, interfaces };
    const { calls, change } = renderWithCorral(<ReachPicker />, { patch: { exposure: shared } });
    await userEvent.click(screen.getByRole('checkbox', { name: /Wi-Fi/ }));
    expect(calls).toEqual([['exposure.setInterfaceEnabled', { device: 'en0', enabled: false, when: 'ask' }]]);
    change({ settings: { ...settings, requireKey: false } });
    expect(screen.queryByRole('checkbox')).toBeNull();
    change({ settings, exposure: { ...shared, desired: 'tailscale' } });
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});

describe('the banner of an open server', () => {
  it('shows the warning, and restricts access to this Mac', async () => {
    const open: ExposureSlice['effective'] = {
      reach: 'localNetwork',
      open: true,
      keyed: false,
      ollamaHost: '0.0.0.0:11434',
      listening: ['0.0.0.0'],
    };
    const { calls } = renderWithCorral(<ReachBanners />, { patch: { exposure: { ...exposure, effective: open } } });
    expect(document.body.textContent).toContain(warning);
    await userEvent.click(screen.getByRole('button', { name: 'This Mac Only' }));
    expect(calls).toEqual([['exposure.setReach', { reach: 'thisMac', confirmed: false, when: 'ask' }]]);
  });
});
