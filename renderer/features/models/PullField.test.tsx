import { ORPCError } from '@orpc/client';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { PullField } from './PullField.tsx';

function field() {
  return screen.getByRole<HTMLInputElement>('textbox', { name: 'Pull a model' });
}

it('starts the pull and clears the field', async () => {
  const { calls } = renderWithCorral(<PullField />, { respond: () => ({ id: '1' }) });
  await userEvent.type(field(), ' llama3.2:1b {Enter}');
  expect(calls).toEqual([['models.pull', { name: 'llama3.2:1b' }]]);
  await waitFor(() => expect(field().value).toBe(''));
});

it('shows what a pasted command or page names, and pulls that', async () => {
  const { calls } = renderWithCorral(<PullField />, { respond: () => ({ id: '1' }) });
  await userEvent.click(field());
  await userEvent.paste('$ ollama run qwen3:8b --verbose');
  expect(screen.getByText('Pulls qwen3:8b')).toBeTruthy();
  await userEvent.clear(field());
  await userEvent.paste('https://ollama.com/openbmb/minicpm-o2.6');
  expect(screen.getByText('Pulls openbmb/minicpm-o2.6')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(calls).toEqual([['models.pull', { name: 'openbmb/minicpm-o2.6' }]]);
});

it('says nothing about a name that is one already', async () => {
  renderWithCorral(<PullField />);
  await userEvent.type(field(), 'llama3.2:1b');
  expect(screen.queryByText(/^Pulls/)).toBeNull();
});

it('keeps an invalid name, with the reason until it is changed', async () => {
  renderWithCorral(<PullField />, {
    respond: () => {
      throw new ORPCError('INVALID_NAME', {
        defined: true,
        message: 'Enter a valid model name.',
        data: { name: 'a b' },
      });
    },
  });
  await userEvent.type(field(), 'a b');
  await userEvent.click(screen.getByRole('button', { name: 'Pull' }));
  expect(await screen.findByText('Enter a valid model name.')).toBeTruthy();
  expect(field().value).toBe('a b');
  await userEvent.type(field(), 'c');
  expect(screen.queryByText('Enter a valid model name.')).toBeNull();
});

it('waits for a server that is starting', async () => {
  const { server } = snapshotFixture;
  const { calls, change } = renderWithCorral(<PullField />, {
    patch: { server: { ...server, actual: { state: 'starting', runId: 'r', since: 0 } } },
    respond: () => ({ id: '1' }),
  });
  await userEvent.type(field(), 'qwen3:8b{Enter}');
  expect(calls).toEqual([]);
  change({ server });
  await waitFor(() => expect(calls).toEqual([['models.pull', { name: 'qwen3:8b' }]]));
});
