import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { ModelInspector } from './ModelInspector.tsx';

function Inspected() {
  const [deleting, setDeleting] = useState(false);
  const [queries] = useState(() => new QueryClient());
  const [model] = snapshotFixture.models.installed;
  return (
    <QueryClientProvider client={queries}>
      {model && <ModelInspector model={model} onSelect={() => {}} deleting={deleting} onDeleting={setDeleting} />}
    </QueryClientProvider>
  );
}

const details = {
  name: 'qwen3:8b',
  template: '{{ .Prompt }}',
  parameters: 'top_k 20\ntop_p 0.95',
  modelfile: null,
  license: 'Apache License\nVersion 2.0',
  capabilities: [],
  contextLength: null,
  embeddingLength: null,
};

it('deletes only after confirmation', async () => {
  const { calls } = renderWithCorral(<Inspected />, {
    respond: (path) => (path === 'models.show' ? details : undefined),
  });
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  const question = await screen.findByRole('dialog', { name: 'Delete qwen3:8b?' });
  expect(question.textContent).toContain('5.2 GB');
  await userEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
  expect(calls.map(([path]) => path)).not.toContain('models.remove');

  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(calls).toContainEqual(['models.remove', { name: 'qwen3:8b' }]));
});

it('shows a long text when its section is opened', async () => {
  renderWithCorral(<Inspected />, { respond: () => details });
  const template = await screen.findByRole('button', { name: 'Template' });
  expect(screen.queryByText('{{ .Prompt }}')).toBeNull();
  await userEvent.click(template);
  expect(screen.getByText('{{ .Prompt }}')).toBeTruthy();
  expect(screen.getByRole('button', { name: /License/ }).textContent).toContain('Apache License');
});

it('loads a model that is not loaded, and unloads one that is', async () => {
  const { calls, change } = renderWithCorral(<Inspected />, { respond: () => details });
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
  expect([button('Load').disabled, button('Unload').disabled]).toEqual([false, true]);
  const loaded = [{ name: 'qwen3:8b', sizeBytes: 6e9, gpuBytes: 6e9, contextLength: 4096, expiresAt: null }];
  change({ models: { ...snapshotFixture.models, loaded } });
  expect([button('Load').disabled, button('Unload').disabled]).toEqual([true, false]);
  await userEvent.click(button('Unload'));
  expect(calls).toContainEqual(['models.unload', { name: 'qwen3:8b' }]);
});

it('says nothing about what isn’t known', () => {
  const [model] = snapshotFixture.models.installed;
  if (model === undefined) throw new Error('the fixture has no model');
  const unknown = { family: null, parameterSize: null, quantization: null, contextLength: null, embeddingLength: null };
  const loaded = [{ name: model.name, sizeBytes: 0, gpuBytes: 0, contextLength: null }];
  renderWithCorral(
    <QueryClientProvider client={new QueryClient()}>
      <ModelInspector
        model={{ ...model, ...unknown, digest: '', sizeBytes: 0, modifiedAt: 0 }}
        onSelect={() => {}}
        deleting={false}
        onDeleting={() => {}}
      />
    </QueryClientProvider>,
    { patch: { models: { ...snapshotFixture.models, loaded } }, respond: () => details },
  );
  const text = screen.getByRole('complementary').textContent;
  expect(text).toContain('Loaded');
  expect(text).not.toMatch(/Loaded,|\b0 B|1970|Family|Embedding size|Size on disk|Pulled|Digest/);
});
