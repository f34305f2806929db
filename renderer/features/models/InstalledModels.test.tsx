import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { InstalledModels } from './InstalledModels.tsx';

it('lists nothing of a server that is away, though its last list is kept', () => {
  renderWithCorral(
    <QueryClientProvider client={new QueryClient()}>
      <InstalledModels />
    </QueryClientProvider>,
    { patch: { models: { ...snapshotFixture.models, known: false } } },
  );
  expect(screen.getByText('The models appear when the server runs.')).toBeTruthy();
  expect(screen.queryByText('qwen3:8b')).toBeNull();
});
