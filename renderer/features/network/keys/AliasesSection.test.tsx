import { ORPCError } from '@orpc/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../../contract/keys.ts';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { AliasesSection } from './AliasesSection.tsx';
import { chooseOption } from './testing/choose-option-fixture.ts';

const key: ApiKey = {
  id: 'one',
  name: 'iPad',
  prefix: 'corral-a1b2',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  lastUsedFrom: null,
};
const forAll = { name: 'gpt-4o', model: 'gone:latest', keyId: null };
const forOne = { name: 'gpt-4o', model: 'qwen3:8b', keyId: 'one' };
function button(name: string) {
  return screen.getByRole<HTMLButtonElement>('button', { name });
}
function nameField() {
  return screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of the alias' });
}

describe('the list of aliases', () => {
  it('shows what each name stands for and for whom, and that a model is gone', () => {
    renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
    const [first, second] = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(first).toMatch(/^gpt-4o.*gone:latest \(not installed\).*All keys$/);
    expect(second).toMatch(/^gpt-4o.*qwen3:8b.*iPad$/);
  });

  it('says so of no model while the server is away', () => {
    const models = { ...snapshotFixture.models, known: false };
    renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll], models } });
    expect(screen.getByRole('listitem').textContent).toMatch(/gone:latest/);
    expect(screen.queryByText(/not installed/)).toBeNull();
  });

  it('changes the model and removes', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
    await chooseOption('Model for gpt-4o', 'qwen3:8b');
    await userEvent.click(button('Remove alias gpt-4o for iPad'));
    await waitFor(() =>
      expect(calls).toEqual([
        ['aliases.set', { ...forAll, model: 'qwen3:8b', confirmed: true }],
        ['aliases.remove', { name: 'gpt-4o', keyId: 'one' }],
      ]),
    );
  });
});

it('keeps the focus at hand when one is removed', async () => {
  const { change } = renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
  await userEvent.click(button('Remove alias gpt-4o'));
  change({ aliases: [forOne] });
  expect(document.activeElement).toBe(button('Remove alias gpt-4o for iPad'));
  await userEvent.keyboard('{Enter}');
  change({ aliases: [] });
  expect(document.activeElement).toBe(nameField());
});

describe('a new alias', () => {
  it('is added for all keys or one', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, { patch: { keys: [key] } });
    expect(button('Add alias').title).toBe('Type the name that the software asks for.');
    await userEvent.type(nameField(), ' gpt-4o-mini ');
    expect(button('Add alias').title).toBe('Choose the model that it gets.');
    await chooseOption('Model of the new alias', 'qwen3:8b');
    await chooseOption('Keys that may use the new alias', 'iPad');
    await userEvent.click(button('Add alias'));
    const set = { name: 'gpt-4o-mini', model: 'qwen3:8b', keyId: 'one', confirmed: false };
    await waitFor(() => expect(calls).toEqual([['aliases.set', set]]));
    await waitFor(() => expect(nameField().value).toBe(''));
  });

  it('with a name that there is already replaces that one, and says so first', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
    await userEvent.type(nameField(), 'GPT-4o:latest');
    expect(screen.getByText('gpt-4o stands for gone:latest now.').id).toBe(
      nameField().getAttribute('aria-describedby'),
    );
    await chooseOption('Model of the new alias', 'qwen3:8b');
    expect(button('Replace alias').textContent).toBe('Replace');
    await chooseOption('Keys that may use the new alias', 'iPad');
    expect(button('Replace alias').title).toBe('It stands for that model already.');
    await chooseOption('Keys that may use the new alias', 'All keys');
    await userEvent.click(button('Replace alias'));
    const set = { name: 'GPT-4o:latest', model: 'qwen3:8b', keyId: null, confirmed: false };
    await waitFor(() => expect(calls).toEqual([['aliases.set', set]]));
    await userEvent.type(nameField(), '-mini');
    expect(button('Add alias').textContent).toBe('Add');
  });

  it('that hides an installed model is asked about first', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, {
      answer: (_, input) => {
        if (typeof input !== 'object' || input === null || Reflect.get(input, 'confirmed') === true) return;
        const data = { name: 'llama3' };
        throw new ORPCError('ALIAS_HIDES_MODEL', { defined: true, message: 'It hides a model.', data });
      },
    });
    await userEvent.type(nameField(), 'llama3');
    await chooseOption('Model of the new alias', 'qwen3:8b');
    await userEvent.click(button('Add alias'));
    const question = await screen.findByRole('dialog', { name: 'Use the name llama3 all the same?' });
    expect(question.textContent).toContain('would get qwen3:8b in its place');
    await userEvent.click(within(question).getByRole('button', { name: 'Use It' }));
    await waitFor(() =>
      expect(calls.map(([, input]) => Reflect.get(Object(input), 'confirmed'))).toEqual([false, true]),
    );
    await waitFor(() => expect(nameField().value).toBe(''));
  });

  it('is refused in words, and can’t be made without a model', async () => {
    const { change } = renderWithCorral(<AliasesSection />, {
      answer: () => {
        throw new ORPCError('ALIAS_OF_ITSELF', { defined: true, message: 'The name and the model are the same.' });
      },
    });
    await userEvent.type(nameField(), 'qwen3:8b');
    await chooseOption('Model of the new alias', 'qwen3:8b');
    await userEvent.type(nameField(), '{Enter}');
    expect(await screen.findByText('The name and the model are the same.')).toBeTruthy();
    change({ models: { ...snapshotFixture.models, installed: [] } });
    expect(button('Add alias').title).toBe('No model is installed yet.');
    change({ models: { ...snapshotFixture.models, installed: [], known: false } });
    expect(button('Add alias').title).toBe('The models appear when the server runs.');
    expect(screen.queryByText('No model installed')).toBeNull();
  });
});
