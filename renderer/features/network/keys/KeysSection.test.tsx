import { ORPCError } from '@orpc/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ApiKey } from '../../../../contract/keys.ts';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { KeysSection } from './KeysSection.tsx';
import { apiKeyFixture } from './testing/api-key-fixture.ts';
import { chooseOption } from './testing/choose-option-fixture.ts';

const secret = 'corral-7QmR2vXk9TzLw4Hn8sBpYc3dGfJe6uAa7QmR2vXk9TzLw4Hn';
const key: ApiKey = {
  ...apiKeyFixture,
  scope: 'full',
  models: ['qwen3:8b', 'llama3:latest'],
  cloudAllowed: true,
  lastUsedAt: Date.now() - 120_000,
  lastUsedFrom: '192.168.1.7',
};
function button(name: string) {
  return screen.getByRole<HTMLButtonElement>('button', { name });
}
function sheet(name: string) {
  return screen.findByRole('dialog', { name });
}
function created(path: string) {
  return path === 'keys.create' ? { id: 'two', secret } : undefined;
}

describe('the list of keys', () => {
  it('shows the scope of each, and when and from where it was last used', () => {
    renderWithCorral(<KeysSection required />, { patch: { keys: [key] } });
    const row = screen.getByRole('row', { name: /iPad/ });
    expect(row.textContent).toMatch(
      /iPad.*corral-a1b2.*Full.*2 models.*Cloud allowed.*Never.*2 min ago.*192\.168\.1\.7/,
    );
    expect(screen.getByText('iPad').title).toBe('iPad');
  });

  it('explains keys while there are none', () => {
    renderWithCorral(<KeysSection required />);
    expect(screen.getByText('No keys yet')).toBeTruthy();
    expect(button('New key').textContent).toBe('New Key…');
  });

  it('says that no key is required, and lets keys be created in advance', () => {
    const { change } = renderWithCorral(<KeysSection required={false} />);
    expect(screen.getByText(/API keys aren’t required right now/)).toBeTruthy();
    expect(screen.queryByText(/Other devices need a key/)).toBeNull();
    expect(button('New key').disabled).toBe(false);
    change({ keys: [key] });
    expect(screen.getByText(/API keys aren’t required right now/)).toBeTruthy();
    expect(screen.queryByText('Model aliases')).toBeNull();
    expect(button('Revoke key iPad')).toBeTruthy();
  });

  it('revokes one key at a time', async () => {
    const { calls } = renderWithCorral(<KeysSection required />, {
      patch: { keys: [key, { ...key, id: 'two', name: 'Laptop' }] },
      respond: () => new Promise(() => undefined),
    });
    await userEvent.click(button('Revoke key iPad'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(button('Revoke key Laptop').disabled).toBe(true);
  });

  it('revokes a key after a confirmation that says what stops working', async () => {
    const { calls, change } = renderWithCorral(<KeysSection required />, { patch: { keys: [key] } });
    await userEvent.click(button('Revoke key iPad'));
    const question = await sheet('Revoke key “iPad”?');
    expect(question.textContent).toMatch(/lose access immediately.*from 192\.168\.1\.7/);
    expect(calls).toEqual([]);
    await userEvent.click(within(question).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(calls).toEqual([['keys.revoke', { id: 'one' }]]));
    change({ keys: [] });
    await waitFor(() => expect(document.activeElement).toBe(button('New key')));
  });

  it('shows at the key why it couldn’t be revoked', async () => {
    renderWithCorral(<KeysSection required />, {
      patch: { keys: [key, { ...key, id: 'two', name: 'Laptop' }] },
      respond: () => {
        throw new ORPCError('NOT_SAVED', { defined: true, message: 'Nothing has changed.' });
      },
    });
    await userEvent.click(button('Revoke key iPad'));
    await userEvent.keyboard('{Enter}');
    const failure = await screen.findByRole('alert');
    expect(failure.textContent).toBe('Nothing has changed.');
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
    const at = rows.findIndex((text) => text?.startsWith('iPad'));
    expect(rows[at + 1]).toBe('Nothing has changed.');
    expect(document.activeElement).toBe(button('Revoke key iPad'));
  });

  it('shows under the heading that a revocation couldn’t be saved, as the key’s row is gone', async () => {
    const message = 'The key no longer works, but Corral couldn’t save this.';
    const { change } = renderWithCorral(<KeysSection required />, {
      patch: { keys: [key] },
      respond: () => {
        throw new ORPCError('REVOCATION_NOT_SAVED', { defined: true, message });
      },
    });
    await userEvent.click(button('Revoke key iPad'));
    await userEvent.keyboard('{Enter}');
    await screen.findByText(message);
    change({ keys: [] });
    const shown = await screen.findByText(message);
    expect(shown.compareDocumentPosition(screen.getByText('No keys yet'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });
});

describe('a new key', () => {
  it('can be created with the keyboard alone', async () => {
    const { calls } = renderWithCorral(<KeysSection required />, { respond: created });
    button('New key').focus();
    await userEvent.keyboard('{Enter}');
    await sheet('New API key');
    expect(button('Create Key').title).toBe('Enter a name for the key.');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: /^Full/ }));
    await userEvent.click(screen.getByRole('radio', { name: 'Selected models' }));
    expect(button('Create Key').title).toBe('Select at least one model, or choose All models.');
    await userEvent.click(screen.getByRole('checkbox', { name: 'qwen3:8b' }));
    await userEvent.click(screen.getByRole('switch', { name: 'Allow cloud models' }));
    await chooseOption('Expires', 'Custom date…');
    expect(button('Create Key').disabled).toBe(true);
    await userEvent.click(screen.getByLabelText('Expiration date'));
    await userEvent.tab();
    expect(screen.getByText('Choose a date.')).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Expiration date'), '2999-12-31');
    await userEvent.click(button('Create Key'));
    await sheet('Key “Laptop” created');
    const expiresAt = new Date(3000, 0, 1).getTime();
    const expected = { name: 'Laptop', scope: 'full', models: ['qwen3:8b'], cloudAllowed: true, expiresAt };
    expect(calls).toEqual([['keys.create', expected]]);
  });

  it('filters a long list of models, and keeps the selected ones that don’t match', async () => {
    const installed = Array.from({ length: 1_000 }, (_, n) =>
      snapshotFixture.models.installed.map((one) => ({ ...one, name: `model-${n}:latest` })),
    ).flat();
    const { calls } = renderWithCorral(<KeysSection required />, {
      respond: created,
      patch: { models: { ...snapshotFixture.models, installed } },
    });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: 'Selected models' }));
    expect(screen.getAllByRole('checkbox')).toHaveLength(100);
    expect(screen.getByText('900 more not shown. 0 selected.')).toBeTruthy();
    for (const name of ['model-7:latest', 'model-999:latest']) {
      await userEvent.clear(screen.getByRole('searchbox', { name: 'Search models' }));
      await userEvent.type(screen.getByRole('searchbox', { name: 'Search models' }), `${name}{Enter}`);
      await userEvent.click(screen.getByRole('checkbox', { name }));
    }
    expect(screen.getByText('2 selected.')).toBeTruthy();
    await userEvent.click(button('Create Key'));
    const models = ['model-7:latest', 'model-999:latest'];
    await waitFor(() => expect(calls).toEqual([['keys.create', expect.objectContaining({ models })]]));
  });

  it('doesn’t say that no models are installed while they are unknown', async () => {
    const models = { ...snapshotFixture.models, installed: [], known: false };
    const { change } = renderWithCorral(<KeysSection required />, { patch: { models } });
    await userEvent.click(button('New key'));
    expect(screen.getByText('Start the server to see your models.')).toBeTruthy();
    expect(screen.queryByText('No models installed yet.')).toBeNull();
    change({ models: { ...snapshotFixture.models, known: false } });
    await userEvent.click(screen.getByRole('radio', { name: 'Selected models' }));
    expect(screen.getByRole('checkbox', { name: 'qwen3:8b' })).toBeTruthy();
  });

  it('keeps its form when Escape clears the search for a model', async () => {
    const [one] = snapshotFixture.models.installed;
    if (!one) throw new Error('no model');
    const installed = Array.from({ length: 20 }, (_, n) => ({ ...one, name: `model-${n}:latest` }));
    renderWithCorral(<KeysSection required />, { patch: { models: { ...snapshotFixture.models, installed } } });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: 'Selected models' }));
    const search = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search models' });
    await userEvent.type(search, 'model-7{Escape}');
    expect(search.value).toBe('');
    expect(screen.getAllByRole('checkbox')).toHaveLength(20);
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Laptop');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows why it was rejected, and keeps the form', async () => {
    const { change } = renderWithCorral(<KeysSection required />, {
      respond: () => {
        const data = { reason: 'ENOSPC: no space left on device, write' };
        throw new ORPCError('NOT_SAVED', { defined: true, message: 'Nothing has changed.', data });
      },
    });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop{Enter}');
    expect(await screen.findByText(/^Nothing has changed\. \(ENOSPC: no space left/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Laptop');
    change({ keys: [{ ...key, name: 'Laptop' }] });
    expect(screen.getByText('A key with that name already exists.')).toBeTruthy();
    expect(button('Create Key').disabled).toBe(true);
  });
});

describe('a created key', () => {
  const create = async () => {
    // Gives the page a clipboard.
    userEvent.setup();
    const corral = renderWithCorral(<KeysSection required />, { respond: created });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop{Enter}');
    await sheet('Key “Laptop” created');
    return corral;
  };

  it('is shown once, with a QR code, and copied', async () => {
    await create();
    expect(screen.getByText(secret)).toBeTruthy();
    expect(screen.getByRole('img', { name: 'QR code for key Laptop' })).toBeTruthy();
    expect(document.activeElement).toBe(button('Copy Key'));
    await userEvent.keyboard('{Enter}');
    await screen.findAllByText('Copied');
    expect(await navigator.clipboard.readText()).toBe(secret);
    await userEvent.click(button('Done'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.body.textContent).not.toContain(secret);
    await waitFor(() => expect(document.activeElement).toBe(button('New key')));
  });

  it('asks once before it is closed uncopied', async () => {
    await create();
    await userEvent.keyboard('{Escape}');
    const question = await sheet('Close without copying the key?');
    await userEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByText(/Close without/)).toBeNull());
    expect(screen.getByText(secret)).toBeTruthy();
    await userEvent.click(button('Done'));
    await waitFor(() => expect(screen.queryByText(secret)).toBeNull());
  });

  it('is closed when that is confirmed', async () => {
    await create();
    await userEvent.click(button('Done'));
    await userEvent.click(within(await sheet('Close without copying the key?')).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByText(secret)).toBeNull());
  });

  it('is selected for copying with the keyboard where the browser can’t copy', async () => {
    await create();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await userEvent.click(button('Copy Key'));
    expect(await screen.findByText(/^Couldn’t copy the key/)).toBeTruthy();
    expect(window.getSelection()?.toString()).toBe(secret);
    await userEvent.click(button('Done'));
    expect(await sheet('Close without copying the key?')).toBeTruthy();
  });
});
