import { ORPCError } from '@orpc/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ApiKey } from '../../../../contract/keys.ts';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { KeysSection } from './KeysSection.tsx';
import { chooseOption } from './testing/choose-option-fixture.ts';

const secret = 'corral-7QmR2vXk9TzLw4Hn8sBpYc3dGfJe6uAa7QmR2vXk9TzLw4Hn';
const key: ApiKey = {
  id: 'one',
  name: 'iPad',
  prefix: 'corral-a1b2',
  scope: 'full',
  models: ['qwen3:8b', 'llama3:latest'],
  cloudAllowed: true,
  createdAt: 0,
  expiresAt: null,
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
  it('shows of each what it is for and when and from where it was used last', () => {
    renderWithCorral(<KeysSection required />, { patch: { keys: [key] } });
    const row = screen.getByRole('row', { name: /iPad/ });
    expect(row.textContent).toMatch(/iPad.*corral-a1b2.*Full.*2 models.*Cloud too.*Never.*2 min ago.*192\.168\.1\.7/);
    expect(screen.getByText('iPad').title).toBe('iPad');
  });

  it('says why to make one where there is none', () => {
    renderWithCorral(<KeysSection required />);
    expect(screen.getByText('No keys yet')).toBeTruthy();
    expect(button('New key').textContent).toBe('New Key…');
  });

  it('claims nothing where no key is asked for, and lets keys be made for later', () => {
    const { change } = renderWithCorral(<KeysSection required={false} />);
    expect(screen.getByText(/No key is asked for now/)).toBeTruthy();
    expect(screen.queryByText(/Other devices need one/)).toBeNull();
    expect(button('New key').disabled).toBe(false);
    change({ keys: [key] });
    expect(screen.getByText(/No key is asked for now/)).toBeTruthy();
    expect(screen.queryByText('Model aliases')).toBeNull();
    expect(button('Revoke key iPad')).toBeTruthy();
  });

  it('revokes one key at a time, so that none is forgotten', async () => {
    const { calls } = renderWithCorral(<KeysSection required />, {
      patch: { keys: [key, { ...key, id: 'two', name: 'Laptop' }] },
      answer: () => new Promise(() => undefined),
    });
    await userEvent.click(button('Revoke key iPad'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(button('Revoke key Laptop').disabled).toBe(true);
  });

  it('revokes a key after saying what stops working', async () => {
    const { calls, change } = renderWithCorral(<KeysSection required />, { patch: { keys: [key] } });
    await userEvent.click(button('Revoke key iPad'));
    const question = await sheet('Revoke the key “iPad”?');
    expect(question.textContent).toMatch(/refused at once.*from 192\.168\.1\.7/);
    expect(calls).toEqual([]);
    await userEvent.click(within(question).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(calls).toEqual([['keys.revoke', { id: 'one' }]]));
    change({ keys: [] });
    await waitFor(() => expect(document.activeElement).toBe(button('New key')));
  });

  it('says at the key that it could not be revoked', async () => {
    renderWithCorral(<KeysSection required />, {
      patch: { keys: [key, { ...key, id: 'two', name: 'Laptop' }] },
      answer: () => {
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

  it('says under the heading when a revocation could not be written, as the key is gone', async () => {
    const message = 'The key no longer works, but that could not be written.';
    const { change } = renderWithCorral(<KeysSection required />, {
      patch: { keys: [key] },
      answer: () => {
        throw new ORPCError('REVOCATION_NOT_SAVED', { defined: true, message });
      },
    });
    await userEvent.click(button('Revoke key iPad'));
    await userEvent.keyboard('{Enter}');
    await screen.findByText(message);
    change({ keys: [] });
    const said = await screen.findByText(message);
    expect(said.compareDocumentPosition(screen.getByText('No keys yet'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });
});

describe('a new key', () => {
  it('is asked for by keyboard alone and made as it was described', async () => {
    const { calls } = renderWithCorral(<KeysSection required />, { answer: created });
    button('New key').focus();
    await userEvent.keyboard('{Enter}');
    await sheet('New API key');
    expect(button('Create Key').title).toBe('Give the key a name first.');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: /^Full/ }));
    await userEvent.click(screen.getByRole('radio', { name: 'Only these' }));
    expect(button('Create Key').title).toBe('Choose at least one model, or all.');
    await userEvent.click(screen.getByRole('checkbox', { name: 'qwen3:8b' }));
    await userEvent.click(screen.getByRole('switch', { name: 'Allow cloud models' }));
    await chooseOption('Expires', 'On a date…');
    expect(button('Create Key').disabled).toBe(true);
    await userEvent.type(screen.getByLabelText('Last day'), '2999-12-31');
    await userEvent.click(button('Create Key'));
    await sheet('Key “Laptop” created');
    const expiresAt = new Date(3000, 0, 1).getTime();
    const made = { name: 'Laptop', scope: 'full', models: ['qwen3:8b'], cloudAllowed: true, expiresAt };
    expect(calls).toEqual([['keys.create', made]]);
  });

  it('finds a model among very many, and keeps those chosen that are out of sight', async () => {
    const installed = Array.from({ length: 1_000 }, (_, n) =>
      snapshotFixture.models.installed.map((one) => ({ ...one, name: `model-${n}:latest` })),
    ).flat();
    const { calls } = renderWithCorral(<KeysSection required />, {
      answer: created,
      patch: { models: { ...snapshotFixture.models, installed } },
    });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: 'Only these' }));
    expect(screen.getAllByRole('checkbox')).toHaveLength(100);
    expect(screen.getByText('900 more are not shown. 0 chosen.')).toBeTruthy();
    for (const name of ['model-7:latest', 'model-999:latest']) {
      await userEvent.clear(screen.getByRole('searchbox', { name: 'Find a model' }));
      await userEvent.type(screen.getByRole('searchbox', { name: 'Find a model' }), `${name}{Enter}`);
      await userEvent.click(screen.getByRole('checkbox', { name }));
    }
    expect(screen.getByText('2 chosen.')).toBeTruthy();
    await userEvent.click(button('Create Key'));
    const models = ['model-7:latest', 'model-999:latest'];
    await waitFor(() => expect(calls).toEqual([['keys.create', expect.objectContaining({ models })]]));
  });

  it('takes no model for missing while the server is away', async () => {
    const models = { ...snapshotFixture.models, installed: [], known: false };
    const { change } = renderWithCorral(<KeysSection required />, { patch: { models } });
    await userEvent.click(button('New key'));
    expect(screen.getByText('The models appear when the server runs.')).toBeTruthy();
    expect(screen.queryByText('No model is installed yet.')).toBeNull();
    change({ models: { ...snapshotFixture.models, known: false } });
    await userEvent.click(screen.getByRole('radio', { name: 'Only these' }));
    expect(screen.getByRole('checkbox', { name: 'qwen3:8b' })).toBeTruthy();
  });

  it('loses nothing by an Escape that ends the search for a model', async () => {
    const [one] = snapshotFixture.models.installed;
    if (!one) throw new Error('no model');
    const installed = Array.from({ length: 20 }, (_, n) => ({ ...one, name: `model-${n}:latest` }));
    renderWithCorral(<KeysSection required />, { patch: { models: { ...snapshotFixture.models, installed } } });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop');
    await userEvent.click(screen.getByRole('radio', { name: 'Only these' }));
    const search = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Find a model' });
    await userEvent.type(search, 'model-7{Escape}');
    expect(search.value).toBe('');
    expect(screen.getAllByRole('checkbox')).toHaveLength(20);
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Laptop');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is refused with its reason, and what was filled in stays', async () => {
    const { change } = renderWithCorral(<KeysSection required />, {
      answer: () => {
        const data = { reason: 'ENOSPC: no space left on device, write' };
        throw new ORPCError('NOT_SAVED', { defined: true, message: 'Nothing has changed.', data });
      },
    });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop{Enter}');
    expect(await screen.findByText(/^Nothing has changed\. \(ENOSPC: no space left/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Laptop');
    change({ keys: [{ ...key, name: 'Laptop' }] });
    expect(screen.getByText('There is a key with that name already.')).toBeTruthy();
    expect(button('Create Key').disabled).toBe(true);
  });
});

describe('a key that was made', () => {
  const make = async () => {
    // Gives the page a clipboard.
    userEvent.setup();
    const corral = renderWithCorral(<KeysSection required />, { answer: created });
    await userEvent.click(button('New key'));
    await userEvent.keyboard('Laptop{Enter}');
    await sheet('Key “Laptop” created');
    return corral;
  };

  it('is shown once, with a QR code, and copied', async () => {
    await make();
    expect(screen.getByText(secret)).toBeTruthy();
    expect(screen.getByRole('img', { name: 'QR code of the key Laptop' })).toBeTruthy();
    expect(document.activeElement).toBe(button('Copy Key'));
    await userEvent.keyboard('{Enter}');
    await screen.findAllByText('Copied');
    expect(await navigator.clipboard.readText()).toBe(secret);
    await userEvent.click(button('Done'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.body.textContent).not.toContain(secret);
    await waitFor(() => expect(document.activeElement).toBe(button('New key')));
  });

  it('isn’t closed uncopied without being asked about, once', async () => {
    await make();
    await userEvent.keyboard('{Escape}');
    const question = await sheet('Close without copying the key?');
    await userEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByText(/Close without/)).toBeNull());
    expect(screen.getByText(secret)).toBeTruthy();
    await userEvent.click(button('Done'));
    await waitFor(() => expect(screen.queryByText(secret)).toBeNull());
  });

  it('is closed by the answer to that question', async () => {
    await make();
    await userEvent.click(button('Done'));
    await userEvent.click(within(await sheet('Close without copying the key?')).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByText(secret)).toBeNull());
  });

  it('is selected to be copied by hand where the browser refuses', async () => {
    await make();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await userEvent.click(button('Copy Key'));
    expect(await screen.findByText(/could not be copied from here/)).toBeTruthy();
    expect(window.getSelection()?.toString()).toBe(secret);
    await userEvent.click(button('Done'));
    expect(await sheet('Close without copying the key?')).toBeTruthy();
  });
});
