import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ServerOwner } from '../../../contract/server.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { apiKeyFixture as key } from './keys/testing/api-key-fixture.ts';
import { ReachBanners } from './ReachBanners.tsx';

describe('a server running outside Corral', () => {
  const shown = (owner: ServerOwner, ollamaHost: string | null) => {
    const { server, exposure } = snapshotFixture;
    const effective: ExposureSlice['effective'] =
      ollamaHost === null ? null : { reach: 'localNetwork', open: true, keyed: false, ollamaHost, listening: [] };
    renderWithCorral(<ReachBanners />, {
      patch: {
        server: { ...server, actual: { state: 'external', owner, pid: 1, version: '1', canTakeOver: true } },
        exposure: { ...exposure, effective, readOnlyReason: 'It is set there.' },
      },
    });
    return screen.getByText(/It is set there\./).textContent;
  };

  it('shows its network access and where that is changed', () => {
    expect(shown('ollamaApp', '0.0.0.0:11434')).toMatch(
      /Current access: Local network, no API key required \(listening on 0\.0\.0\.0:11434\)\. To change it, use “Expose/,
    );
    expect(screen.getByText('Open to your network without a key.')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('isn’t presented as closed while its network access is unknown', () => {
    expect(shown('terminal', null)).toMatch(/network access is unknown\. To change it, set OLLAMA_HOST/);
  });
});

it('says that other devices can’t connect until there is a valid key', () => {
  const { exposure } = snapshotFixture;
  const effective: ExposureSlice['effective'] = {
    reach: 'localNetwork',
    open: false,
    keyed: true,
    ollamaHost: '127.0.0.1:11434',
    listening: [],
  };
  const { change } = renderWithCorral(<ReachBanners />, { patch: { exposure: { ...exposure, effective } } });
  expect(screen.getByText('No API keys yet, so other devices can’t connect')).toBeTruthy();
  expect(screen.queryByText('Open to your network without a key.')).toBeNull();
  const expired = { ...key, id: 'old', expiresAt: 1 };
  change({ keys: [expired] });
  expect(screen.getByText('All API keys have expired, so other devices can’t connect')).toBeTruthy();
  change({ keys: [expired, key] });
  expect(document.querySelector('.banner')).toBeNull();
});

it('offers to require a key while the server is open without one', async () => {
  const { exposure, settings } = snapshotFixture;
  const effective: ExposureSlice['effective'] = {
    reach: 'localNetwork',
    open: true,
    keyed: false,
    ollamaHost: '0.0.0.0:11434',
    listening: ['0.0.0.0'],
  };
  const { calls } = renderWithCorral(<ReachBanners />, {
    patch: { exposure: { ...exposure, effective }, settings: { ...settings, requireKey: false } },
  });
  expect(screen.getByText(/All apps connect to Ollama directly, so metrics, aliases, .* are off\.$/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Require a Key' }));
  expect(calls).toEqual([['exposure.setKeyRequired', { required: true, confirmed: false, when: 'ask' }]]);
});

it('shows nothing where the access is as chosen', () => {
  renderWithCorral(<ReachBanners />);
  expect(document.querySelector('.banner')).toBeNull();
});
