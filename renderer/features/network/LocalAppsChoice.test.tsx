import { ORPCError } from '@orpc/client';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { LocalAppsChoice } from './LocalAppsChoice.tsx';

const { exposure, settings } = snapshotFixture;

function radio(name: 'Corral' | 'Ollama directly') {
  return screen.getByRole<HTMLInputElement>('radio', { name });
}

describe('what apps on this Mac connect to', () => {
  it('is Corral or Ollama directly, each with what that means', async () => {
    const { calls, change } = renderWithCorral(<LocalAppsChoice />);
    expect(screen.getByRole('group', { name: 'Apps on this Mac connect to' })).toBeTruthy();
    expect(radio('Corral').checked).toBe(true);
    const hint = document.getElementById(radio('Ollama directly').getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toMatch(/Health checks, metrics, and aliases aren’t available/);
    await userEvent.click(radio('Ollama directly'));
    expect(calls).toEqual([['exposure.setLocalApps', { to: 'ollama', when: 'ask' }]]);
    change({ settings: { ...settings, localApps: 'ollama' } });
    expect(radio('Ollama directly').checked).toBe(true);
  });

  it('asks where a response would be interrupted', async () => {
    const { calls } = renderWithCorral(<LocalAppsChoice />, {
      patch: { work: { activeRequests: 1, keyedRequests: 0, pulls: [] } },
      respond: (_path, input) => {
        if (typeof input === 'object' && input && Reflect.get(input, 'when') === 'ask') {
          const data = { activeRequests: 1, pulls: [], scope: 'all' };
          throw new ORPCError('WORK_IN_PROGRESS', { defined: true, data });
        }
      },
    });
    await userEvent.click(radio('Ollama directly'));
    expect((await screen.findByRole('dialog')).textContent).toContain('1 response is in progress');
    await userEvent.click(screen.getByRole('button', { name: 'When Idle' }));
    expect(calls.at(-1)).toEqual(['exposure.setLocalApps', { to: 'ollama', when: 'idle' }]);
  });

  it('can’t be changed during a change, or for a server that Corral didn’t start', () => {
    const { change } = renderWithCorral(<LocalAppsChoice />, { patch: { exposure: { ...exposure, applying: true } } });
    const disabled = () => [radio('Corral').disabled, radio('Ollama directly').disabled];
    expect(disabled()).toEqual([false, true]);
    change({ exposure: { ...exposure, readOnlyReason: 'Started outside Corral.' } });
    expect(disabled()).toEqual([true, true]);
  });

  it('says when it has no effect', () => {
    const open = { ...exposure, desired: 'localNetwork' } as const;
    const { change } = renderWithCorral(<LocalAppsChoice />, { patch: { exposure: open } });
    expect(screen.queryByText(/^No effect right now/)).toBeNull();
    change({ settings: { ...settings, requireKey: false } });
    expect(screen.getByText(/^No effect right now/)).toBeTruthy();
  });
});
