import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ServerOwner } from '../../../contract/server.ts';
import { renderWithCorral, snapshotFixture } from '../../client/corral-fixture.tsx';
import { ReachBanners } from './ReachBanners.tsx';

describe('somebody else’s server', () => {
  const shown = (owner: ServerOwner, ollamaHost: string | null) => {
    const { server, exposure } = snapshotFixture;
    const applied = ollamaHost === null ? null : ({ reach: 'localNetwork', open: true, ollamaHost } as const);
    renderWithCorral(<ReachBanners />, {
      patch: {
        server: { ...server, actual: { state: 'external', owner, pid: 1, version: '1', canTakeOver: true } },
        exposure: { ...exposure, applied, readOnlyReason: 'It is set there.' },
      },
    });
    return screen.getByText(/It is set there\./).textContent;
  };

  it('shows its real reach and where that is changed', () => {
    expect(shown('ollamaApp', '0.0.0.0:11434')).toMatch(
      /Now: Local network, without a key \(it listens on 0\.0\.0\.0:11434\)\. Ollama’s own settings/,
    );
    expect(screen.getByText('Open to your network without a key.')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('whose reach isn’t known doesn’t pass for closed', () => {
    expect(shown('terminal', null)).toMatch(/isn’t known\. OLLAMA_HOST changes that/);
  });
});

it('draws nothing where all is as it was chosen', () => {
  renderWithCorral(<ReachBanners />);
  expect(document.querySelector('.banner')).toBeNull();
});
