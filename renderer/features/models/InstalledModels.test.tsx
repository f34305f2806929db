import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { InstalledModels } from './InstalledModels.tsx';

it('lists no models without a server, although the last list is kept', () => {
  renderWithCorral(
    <QueryClientProvider client={new QueryClient()}>
      <InstalledModels />
    </QueryClientProvider>,
    { patch: { models: { ...snapshotFixture.models, known: false } } },
  );
  expect(screen.getByText('Start the server to see your models.')).toBeTruthy();
  expect(screen.queryByText('qwen3:8b')).toBeNull();
});
