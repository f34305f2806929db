import { ORPCError } from '@orpc/client';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { ReachBanners } from './ReachBanners.tsx';
import { ReachPicker } from './ReachPicker.tsx';

const sentence =
  'Open to your network without a key. Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.';
/** True of who opens the Mac and of who takes the key off an open one. */
const question = 'Let other devices use this server without a key?';
const { exposure } = snapshotFixture;

function answer(path: string, input: unknown): unknown {
  if (path === 'exposure.setReach' && typeof input === 'object' && input && Reflect.get(input, 'confirmed') === false) {
    throw new ORPCError('CONFIRMATION_NEEDED', { defined: true, message: sentence, data: { reach: 'localNetwork' } });
  }
  return undefined;
}
function radio(name: string) {
  return screen.getByRole<HTMLInputElement>('radio', { name });
}

describe('the choice of reach', () => {
  it('asks with the sentence before it opens, and leaves all as it was when the answer is no', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { answer });
    await userEvent.click(radio('Local network'));
    const dialog = await screen.findByRole('dialog', { name: question });
    expect(dialog.textContent).toContain(sentence);
    expect(dialog.textContent).toContain('The server restarts');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(radio('This Mac only').checked).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it('opens when it was confirmed', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { answer });
    await userEvent.click(radio('Local network'));
    await userEvent.click(await screen.findByRole('button', { name: 'Open Without a Key' }));
    expect(calls.at(-1)).toEqual(['exposure.setReach', { reach: 'localNetwork', confirmed: true, when: 'ask' }]);
  });

  it('asks a second time where an answer would be cut off, and keeps the consent', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, {
      patch: { work: { activeRequests: 1, keyedRequests: 0, pulls: [] } },
      answer: (path, input) => {
        answer(path, input);
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

  it('keeps Tailscale from being chosen where it is missing, and says why', () => {
    renderWithCorral(<ReachPicker />);
    expect(radio('Tailscale only').disabled).toBe(true);
    expect(screen.getByText('Tailscale is not installed.')).toBeTruthy();
  });

  it('keeps the focus while a change is brought about, and takes no other', async () => {
    const { calls } = renderWithCorral(<ReachPicker />, { patch: { exposure: { ...exposure, applying: true } } });
    expect(radio('This Mac only').disabled).toBe(false);
    expect(radio('Local network').disabled).toBe(true);
    const keySwitch = screen.getByRole<HTMLButtonElement>('switch', { name: 'Require an API key' });
    expect([keySwitch.disabled, keySwitch.getAttribute('aria-disabled')]).toEqual([false, 'true']);
    await userEvent.click(keySwitch);
    expect(calls).toEqual([]);
  });

  it("can't be changed for a server that is not ours", () => {
    renderWithCorral(<ReachPicker />, { patch: { exposure: { ...exposure, readOnlyReason: 'Not ours.' } } });
    expect(screen.getAllByRole<HTMLInputElement>('radio').every(({ disabled }) => disabled)).toBe(true);
  });
});

describe('the key', () => {
  const { settings } = snapshotFixture;
  const keySwitch = () => screen.getByRole('switch', { name: 'Require an API key' });
  const refuse = (path: string, input: unknown) => {
    if (path !== 'exposure.setKeyRequired' || typeof input !== 'object' || !input) return;
    if (Reflect.get(input, 'confirmed') !== false) return;
    throw new ORPCError('CONFIRMATION_NEEDED', { defined: true, message: sentence, data: { reach: 'localNetwork' } });
  };

  it('is asked for until that is confirmed away with the sentence', async () => {
    const { calls, change } = renderWithCorral(<ReachPicker />, { answer: refuse });
    expect(keySwitch().getAttribute('aria-checked')).toBe('true');
    await userEvent.click(keySwitch());
    expect((await screen.findByRole('dialog', { name: question })).textContent).toContain(sentence);
    await userEvent.keyboard('{Escape}');
    expect(calls).toHaveLength(1);
    await userEvent.click(keySwitch());
    await userEvent.click(await screen.findByRole('button', { name: 'Open Without a Key' }));
    expect(calls.at(-1)).toEqual(['exposure.setKeyRequired', { required: false, confirmed: true, when: 'ask' }]);

    change({ settings: { ...settings, requireKey: false } });
    await userEvent.click(keySwitch());
    expect(calls.at(-1)).toEqual(['exposure.setKeyRequired', { required: true, confirmed: false, when: 'ask' }]);
  });

  it('lets the networks be ticked one by one while it is required, and not otherwise', async () => {
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
  it('says the sentence and closes it again', async () => {
    const open: ExposureSlice['effective'] = {
      reach: 'localNetwork',
      open: true,
      keyed: false,
      ollamaHost: '0.0.0.0:11434',
      listening: ['0.0.0.0'],
    };
    const { calls } = renderWithCorral(<ReachBanners />, { patch: { exposure: { ...exposure, effective: open } } });
    expect(document.body.textContent).toContain(sentence);
    await userEvent.click(screen.getByRole('button', { name: 'This Mac Only' }));
    expect(calls).toEqual([['exposure.setReach', { reach: 'thisMac', confirmed: false, when: 'ask' }]]);
  });
});
