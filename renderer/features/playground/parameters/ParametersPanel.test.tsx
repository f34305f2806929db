import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, test } from 'vitest';
import { ParametersPanel } from './ParametersPanel.tsx';
import { emptyParameters, type ParametersDraft } from './sampling-parameters.ts';

afterEach(cleanup);

interface PanelProps {
  readonly initial: Partial<ParametersDraft>;
  readonly withSystemPrompt: boolean;
  readonly onDraft: (draft: ParametersDraft) => void;
}

function Panel({ initial, withSystemPrompt, onDraft }: PanelProps) {
  const [draft, setDraft] = useState<ParametersDraft>({ ...emptyParameters, ...initial });
  const change = (next: ParametersDraft): void => {
    setDraft(next);
    onDraft(next);
  };
  return <ParametersPanel draft={draft} onChange={change} withSystemPrompt={withSystemPrompt} />;
}

/** Renders the panel; gives what it last changed. */
function renderPanel(initial: Partial<ParametersDraft> = {}, withSystemPrompt = true): () => ParametersDraft {
  const current = { draft: emptyParameters };
  const onDraft = (draft: ParametersDraft): void => {
    current.draft = draft;
  };
  render(<Panel initial={initial} withSystemPrompt={withSystemPrompt} onDraft={onDraft} />);
  return () => current.draft;
}

function field(name: string): HTMLInputElement {
  return screen.getByRole<HTMLInputElement>('textbox', { name });
}

const fields = ['Temperature value', 'Top P value', 'Max tokens', 'Seed'];

it.each(['99x', '-1', '1e9', '0x1'])('says why %s is refused, and a reset empties the fields', async (text) => {
  const draft = renderPanel();
  for (const name of fields) {
    await userEvent.type(field(name), `${text}{Enter}{Tab}`);
    expect(field(name)).toHaveProperty('value', text);
    expect(field(name).getAttribute('aria-invalid')).toBe('true');
    const description = document.getElementById(field(name).getAttribute('aria-describedby') ?? '');
    expect(description?.textContent).toMatch(/^Enter a /);
  }
  await userEvent.dblClick(screen.getByRole('button', { name: 'Reset to Model Defaults' }));
  expect(draft()).toEqual(emptyParameters);
  expect(fields.map((name) => field(name).value)).toEqual(['', '', '', '']);
  expect(document.querySelector('[aria-invalid]')).toBeNull();
});

test('Return shows a number as it was read, and Escape restores the one before', async () => {
  const draft = renderPanel({ maxTokens: '100' });
  await userEvent.type(field('Temperature value'), '0,7{Enter}');
  expect(field('Temperature value').value).toBe('0.7');
  await userEvent.type(field('Max tokens'), 'x');
  expect(draft().maxTokens).toBe('100x');
  await userEvent.keyboard('{Escape}');
  expect(draft().maxTokens).toBe('100');
});

test('a stop sequence is added by Return or by leaving the field, and discarded by Escape', async () => {
  const draft = renderPanel();
  const stop = field('Add stop sequence');
  await userEvent.type(stop, 'one{Enter}two{Escape}three{Tab}');
  expect(draft()).toMatchObject({ stop: ['one', 'three'], newStop: '' });
});

test('a reset leaves the system prompt alone where it isn’t shown', async () => {
  const draft = renderPanel({ systemPrompt: 'Be brief.', seed: '5' }, false);
  await userEvent.click(screen.getByRole('button', { name: 'Reset to Model Defaults' }));
  expect(draft()).toEqual({ ...emptyParameters, systemPrompt: 'Be brief.' });
});
