import { ORPCError } from '@orpc/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { AliasesSection } from './AliasesSection.tsx';
import { apiKeyFixture as key } from './testing/api-key-fixture.ts';
import { chooseOption } from './testing/choose-option-fixture.ts';

const forAll = { name: 'gpt-4o', model: 'gone:latest', keyId: null };
const forOne = { name: 'gpt-4o', model: 'qwen3:8b', keyId: 'one' };
function button(name: string) {
  return screen.getByRole<HTMLButtonElement>('button', { name });
}
function nameField() {
  return screen.getByRole<HTMLInputElement>('textbox', { name: 'Alias name' });
}

describe('the list of aliases', () => {
  it('shows the model and the keys of each alias, and that a model isn’t installed', () => {
    renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
    const [first, second] = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(first).toMatch(/^gpt-4o.*gone:latest \(not installed\).*All keys$/);
    expect(second).toMatch(/^gpt-4o.*qwen3:8b.*iPad$/);
  });

  it('doesn’t call a model missing while the models are unknown', () => {
    const models = { ...snapshotFixture.models, known: false };
    renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll], models } });
    expect(screen.getByRole('listitem').textContent).toMatch(/gone:latest/);
    expect(screen.queryByText(/not installed/)).toBeNull();
  });

  it('changes the model, and removes an alias', async () => {
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

it('moves the focus to the next alias when one is removed', async () => {
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
    expect(button('Add alias').title).toBe('Enter the model name that the app uses.');
    await userEvent.type(nameField(), ' gpt-4o-mini ');
    expect(button('Add alias').title).toBe('Choose a model for this alias.');
    await chooseOption('Model for the new alias', 'qwen3:8b');
    await chooseOption('Keys that can use the new alias', 'iPad');
    await userEvent.click(button('Add alias'));
    const set = { name: 'gpt-4o-mini', model: 'qwen3:8b', keyId: 'one', confirmed: false };
    await waitFor(() => expect(calls).toEqual([['aliases.set', set]]));
    await waitFor(() => expect(nameField().value).toBe(''));
  });

  it('with an existing name replaces that alias, and says so first', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, { patch: { keys: [key], aliases: [forAll, forOne] } });
    await userEvent.type(nameField(), 'GPT-4o:latest');
    expect(screen.getByText('gpt-4o currently points to gone:latest.').id).toBe(
      nameField().getAttribute('aria-describedby'),
    );
    await chooseOption('Model for the new alias', 'qwen3:8b');
    expect(button('Replace alias').textContent).toBe('Replace');
    await chooseOption('Keys that can use the new alias', 'iPad');
    expect(button('Replace alias').title).toBe('This alias already points to that model.');
    await chooseOption('Keys that can use the new alias', 'All keys');
    await userEvent.click(button('Replace alias'));
    const set = { name: 'GPT-4o:latest', model: 'qwen3:8b', keyId: null, confirmed: false };
    await waitFor(() => expect(calls).toEqual([['aliases.set', set]]));
    await userEvent.type(nameField(), '-mini');
    expect(button('Add alias').textContent).toBe('Add');
  });

  it('that hides an installed model needs a confirmation', async () => {
    const { calls } = renderWithCorral(<AliasesSection />, {
      respond: (_, input) => {
        if (typeof input !== 'object' || input === null || Reflect.get(input, 'confirmed') === true) return;
        const data = { name: 'llama3' };
        throw new ORPCError('ALIAS_HIDES_MODEL', {
          defined: true,
          message: 'A model with that name is installed.',
          data,
        });
      },
    });
    await userEvent.type(nameField(), 'llama3');
    await chooseOption('Model for the new alias', 'qwen3:8b');
    await userEvent.click(button('Add alias'));
    const question = await screen.findByRole('dialog', { name: 'Use “llama3” anyway?' });
    expect(question.textContent).toContain('will get qwen3:8b instead');
    await userEvent.click(within(question).getByRole('button', { name: 'Use Anyway' }));
    await waitFor(() =>
      expect(calls.map(([, input]) => Reflect.get(Object(input), 'confirmed'))).toEqual([false, true]),
    );
    await waitFor(() => expect(nameField().value).toBe(''));
  });

  it('shows why it was rejected, and can’t be added without a model', async () => {
    const { change } = renderWithCorral(<AliasesSection />, {
      respond: () => {
        throw new ORPCError('ALIAS_OF_ITSELF', {
          defined: true,
          message: 'The alias and the model have the same name.',
        });
      },
    });
    await userEvent.type(nameField(), 'qwen3:8b');
    await chooseOption('Model for the new alias', 'qwen3:8b');
    await userEvent.type(nameField(), '{Enter}');
    const reason = await screen.findByText('The alias and the model have the same name.');
    expect(nameField().getAttribute('aria-invalid')).toBe('true');
    expect(nameField().getAttribute('aria-describedby')).toBe(reason.id);
    change({ models: { ...snapshotFixture.models, installed: [] } });
    expect(button('Add alias').title).toBe('No models installed yet.');
    change({ models: { ...snapshotFixture.models, installed: [], known: false } });
    expect(button('Add alias').title).toBe('Start the server to see your models.');
    expect(screen.queryByText('No models installed')).toBeNull();
  });
});
