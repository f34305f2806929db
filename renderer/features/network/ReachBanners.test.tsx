import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ApiKey } from '../../../contract/keys.ts';
import type { ServerOwner } from '../../../contract/server.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { ReachBanners } from './ReachBanners.tsx';

describe('somebody else’s server', () => {
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

it('says that nobody gets in before there is a key, and takes the word back with the first one', () => {
  const { exposure } = snapshotFixture;
  const effective: ExposureSlice['effective'] = {
    reach: 'localNetwork',
    open: false,
    keyed: true,
    ollamaHost: '127.0.0.1:11434',
    listening: [],
  };
  const { change } = renderWithCorral(<ReachBanners />, { patch: { exposure: { ...exposure, effective } } });
  expect(screen.getByText('No keys yet: nobody can use it.')).toBeTruthy();
  expect(screen.queryByText('Open to your network without a key.')).toBeNull();
  const key: ApiKey = {
    id: 'k',
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
  const expired = { ...key, id: 'old', expiresAt: 1 };
  change({ keys: [expired] });
  expect(screen.getByText('Every key has expired: nobody can use it.')).toBeTruthy();
  change({ keys: [expired, key] });
  expect(document.querySelector('.banner')).toBeNull();
});

it('offers to require a key while it is open without one', async () => {
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
  await userEvent.click(screen.getByRole('button', { name: 'Require a Key' }));
  expect(calls).toEqual([['exposure.setKeyRequired', { required: true, confirmed: false, when: 'ask' }]]);
});

it('draws nothing where all is as it was chosen', () => {
  renderWithCorral(<ReachBanners />);
  expect(document.querySelector('.banner')).toBeNull();
});
