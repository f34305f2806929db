import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../contract/snapshot.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { Endpoint } from './Endpoint.tsx';

const { exposure, server } = snapshotFixture;
const effective = {
  reach: 'thisMac',
  open: false,
  keyed: false,
  ollamaHost: '127.0.0.1:11434',
  listening: ['127.0.0.1'],
} as const;
const outside = { state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true } as const;

function accessOf(changes: Partial<NonNullable<Snapshot['exposure']['effective']>>): Snapshot['exposure'] {
  return { ...exposure, effective: { ...effective, listening: [], ...changes } };
}

describe('where Ollama listens', () => {
  it.each<[string, Partial<Snapshot>, string, RegExp]>([
    [
      'behind Corral',
      { server: { ...server, innerPort: 11_433 } },
      '127.0.0.1:11433',
      /^Apps connect through Corral on port 11434\.$/,
    ],
    ['directly', {}, '127.0.0.1:11434', /^Apps on this Mac connect to it directly\.$/],
    [
      'open to the network',
      { exposure: accessOf({ reach: 'localNetwork', open: true, ollamaHost: '0.0.0.0:11434' }) },
      '0.0.0.0:11434',
      /directly, so metrics, aliases, and everything else Corral adds to the API are off\.$/,
    ],
    [
      'open to the tailnet',
      {
        exposure: accessOf({
          reach: 'tailscale',
          open: true,
          ollamaHost: '100.64.0.1:11434',
          listening: ['127.0.0.1'],
        }),
      },
      '100.64.0.1:11434',
      /^Apps on this Mac connect through Corral on port 11434\. Devices on your tailnet/,
    ],
    ['outside Corral', { server: { ...server, actual: outside } }, '127.0.0.1:11434', /aliases, and everything else/],
  ])('%s', (_how, patch, address, hint) => {
    renderWithCorral(<Endpoint />, { patch });
    expect(screen.getByText('Ollama listens on')).toBeTruthy();
    expect(screen.getByText(address)).toBeTruthy();
    expect(screen.getByText(hint)).toBeTruthy();
  });

  it.each<[string, Parameters<typeof accessOf>[0], number | null]>([
    ['Corral', { reach: 'localNetwork', keyed: true, listening: ['::1', '192.168.1.24'] }, 11_433],
    ['the tailnet', { reach: 'tailscale', open: true, listening: ['100.64.0.1'] }, null],
  ])('says nothing of apps on this Mac where 127.0.0.1 isn’t open: %s', (_who, access, innerPort) => {
    renderWithCorral(<Endpoint />, { patch: { server: { ...server, innerPort }, exposure: accessOf(access) } });
    expect(screen.getByText('Ollama listens on')).toBeTruthy();
    expect(screen.queryByText(/connect through Corral/)).toBeNull();
  });

  it('isn’t shown while it listens nowhere', () => {
    renderWithCorral(<Endpoint />, { patch: { exposure: { ...exposure, effective: null } } });
    expect(screen.queryByText('Ollama listens on')).toBeNull();
  });
});
