import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../contract/exposure.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { installed, loaded, pullOf, sampleFacts } from './testing/snapshot-fixture.ts';
import type { TrayEntry } from './tray-entry.ts';
import { trayMenu } from './tray-menu.ts';

function at(hour: number, minute: number): number {
  return new Date(2026, 10, 23, hour, minute).getTime();
}

const blank = initialSnapshot(sampleFacts);
const running: Snapshot = {
  ...blank,
  server: {
    ...blank.server,
    desired: 'running',
    actual: { state: 'running', runId: 'r', since: at(9, 41), version: '0.32.6' },
  },
  exposure: {
    ...blank.exposure,
    tailscale: { ...blank.exposure.tailscale, state: 'running', unavailableReason: null },
  },
};

const openToAll: ExposureSlice['effective'] = {
  reach: 'localNetwork',
  open: true,
  keyed: false,
  ollamaHost: '0.0.0.0:11434',
  listening: ['0.0.0.0'],
};

/** A menu as text: checkmark, label, sublabel, and whether it is disabled. */
function drawn(entries: readonly TrayEntry[], indent = ''): string {
  return entries
    .map((entry) => {
      const mark = entry.checked === true ? '✓ ' : '';
      const below = entry.sublabel === undefined ? '' : ` (${entry.sublabel})`;
      const off = entry.enabled === false ? ' [off]' : '';
      const line = entry.type === 'separator' ? '---' : `${mark}${entry.label}${below}${off}`;
      return `${indent}${line}${entry.submenu ? `\n${drawn(entry.submenu, `${indent}  `)}` : ''}`;
    })
    .join('\n');
}

function menu(snapshot: Snapshot) {
  return trayMenu(snapshot);
}
function text(snapshot: Snapshot) {
  return drawn(menu(snapshot));
}

function entry(entries: readonly TrayEntry[], label: string): TrayEntry | undefined {
  return entries.flatMap((each) => [each, ...(each.submenu ?? [])]).find((each) => each.label === label);
}

describe('the menu', () => {
  it.each([
    [0, null, 'Never unloads'],
    [0, at(9, 46), 'Unloads at 09:46'],
    [6.14e9, undefined, '6.1 GB'],
    [0, undefined, undefined],
  ])('says of a loaded model only what is known: %s bytes until %s', (sizeBytes, expiresAt, sublabel) => {
    const known = expiresAt === undefined ? {} : { expiresAt };
    const model = { name: 'm', sizeBytes, gpuBytes: 0, contextLength: null, ...known };
    expect(entry(menu({ ...running, models: { ...running.models, loaded: [model] } }), 'm')?.sublabel).toBe(sublabel);
  });

  it('shows a running server with its models, pulls and addresses', () => {
    const snapshot: Snapshot = {
      ...running,
      models: {
        ...running.models,
        installed: [installed('gemma3:4b'), installed('qwen3:8b')],
        loaded: [loaded('qwen3:8b', at(9, 46)), loaded('bge', null)],
        loading: ['gemma3:4b'],
      },
      pulls: [pullOf('gemma3:12b', {}), pullOf('deepseek-r1:8b', { state: 'paused' })],
      exposure: {
        ...running.exposure,
        desired: 'localNetwork',
        effective: openToAll,
        addresses: [{ kind: 'loopback', label: 'This Mac', url: 'http://localhost:11434/v1', needsKey: false }],
      },
    };
    expect(`\n${text(snapshot)}\n`).toBe(`
Running, open without a key (Ollama 0.32.6, since 09:41)
Copy http://localhost:11434/v1
---
Loaded
qwen3:8b (6.1 GB, unloads at 09:46)
  Unload
  Open Playground
bge (6.1 GB, never unloads)
  Unload
  Open Playground
---
Models
  Load or Unload
  ✓ qwen3:8b
  gemma3:4b (Loading…) [off]
  ---
  Downloads
  gemma3:12b (38%, 3 min left)
    Pause
    Cancel
    Show…
  deepseek-r1:8b (38%, paused)
    Resume
    Cancel
    Show…
  ---
  Pull a Model…
Network: Local network, no API key required
  Network Access
  This Mac Only
  ✓ Local Network
  Tailscale Only
  ---
  ✓ Require an API Key
  ---
  Copy Address
  http://localhost:11434/v1
  ---
  Network…
---
Open Corral
Open Playground
Logs…
Settings…
---
Stop Server
Restart Server
---
Quit Corral
`);
  });

  it.each([
    ['stop', 'Stopping When Idle [off]\nCancel Stop\n'],
    ['restart', 'Restarting When Idle [off]\nCancel Restart\n'],
  ] as const)('says that a %s is pending, and cancels it', (action, lines) => {
    const waiting = { ...running, server: { ...running.server, pending: { action, since: 1 } } };
    expect(text(waiting)).toContain(lines);
    expect(text(running)).not.toContain('When Idle');
    expect(menu(waiting).find(({ label }) => label?.startsWith('Cancel'))?.action).toEqual({ do: 'cancelPending' });
  });

  it('says that a change is pending, and cancels it', () => {
    const pending = { scope: 'keyedRequests', since: 1, reach: 'thisMac' } as const;
    const waiting = { ...running, exposure: { ...running.exposure, pending } };
    expect(text(waiting)).toContain('Changing Network Access When Idle [off]\nCancel Change\n');
    expect(menu(waiting).find(({ label }) => label === 'Cancel Change')?.action).toEqual({
      do: 'cancelPendingChange',
    });
  });

  it('leads to the page where another server can be taken over', () => {
    const external = (canTakeOver: boolean): Snapshot => {
      const actual = { state: 'external', owner: 'ollamaApp', pid: 8, version: '0.32.6', canTakeOver } as const;
      return { ...running, server: { ...running.server, actual } };
    };
    const label = 'Take Over…';
    expect(entry(menu(external(true)), label)?.action).toEqual({ do: 'show', page: 'server' });
    expect(text(external(true))).toContain('Running outside Corral (Ollama 0.32.6, started by the Ollama app)');
    expect(entry(menu(external(false)), label)).toBeUndefined();
    expect(text(external(false))).toContain('Start Server [off]');
  });

  it('offers to start a stopped server, and disables what needs one', () => {
    const shown = text({ ...blank, models: { ...blank.models, installed: [installed('a')] } });
    expect(shown).toContain('Stopped (Not running)\n');
    expect(shown).toContain('\nStart Server\nRestart Server [off]');
    expect(shown).toContain('  a [off]');
    expect(shown).toContain('Pull a Model… [off]');
  });

  it('offers details when the server needs attention', () => {
    const cause = { kind: 'exited' as const, message: 'It ended.', exitCode: 1, signal: null, lastLines: [] };
    const shown = text({ ...blank, server: { ...blank.server, actual: { state: 'failed', at: at(9, 41), cause } } });
    expect(shown).toMatch(/^Keeps crashing \(Gave up at 09:41\)\nShow Details…\n/);
  });

  it('lists at most eight models, the loaded ones first', () => {
    const names = Array.from({ length: 11 }, (_, n) => `m${n}`);
    const models = { ...running.models, installed: names.map(installed), loaded: [loaded('m10', null)] };
    const submenu = entry(menu({ ...running, models }), 'Models')?.submenu ?? [];
    const labels = submenu.filter(({ type }) => type === 'checkbox').map(({ label }) => label);
    expect(labels).toEqual(['m10', 'm0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(entry(submenu, '3 More…')?.action).toEqual({ do: 'show', page: 'models' });
  });

  it.each([
    [{ totalBytes: null }, 'Starting…, 3 min left'],
    [{ secondsLeft: 40 }, '38%, less than 1 min left'],
    [{ secondsLeft: null }, '38%'],
    [{ state: 'failed' as const }, '38%, failed'],
  ])('says how far a download is: %j', (changes, sublabel) => {
    expect(entry(menu({ ...running, pulls: [pullOf('p', changes)] }), 'Models')?.submenu).toContainEqual(
      expect.objectContaining({ label: 'p', sublabel }),
    );
  });
});

describe('the choice of network access', () => {
  const reaches = (snapshot: Snapshot) =>
    (menu(snapshot).find(({ label }) => label?.startsWith('Network'))?.submenu ?? []).filter(
      ({ type }) => type === 'radio',
    );

  it('disables Tailscale with the reason when it is missing', () => {
    const tailscale = { ...running.exposure.tailscale, unavailableReason: 'Tailscale is not installed.' };
    const shown = reaches({ ...running, exposure: { ...running.exposure, tailscale } });
    expect(drawn(shown)).toBe('✓ This Mac Only\nLocal Network\nTailscale Only (Tailscale is not installed.) [off]');
  });

  it('is disabled during a change, and for an external server', () => {
    const changing = reaches({ ...running, exposure: { ...running.exposure, applying: true } });
    const foreign = reaches({ ...running, exposure: { ...running.exposure, readOnlyReason: 'Not ours.' } });
    expect(changing.map(({ enabled }) => enabled)).toEqual([false, false, false]);
    expect(foreign.map(({ enabled, sublabel }) => [enabled, sublabel])).toEqual(Array(3).fill([false, 'Not ours.']));
  });

  it('checks the current access of an external server', () => {
    const foreign = { ...running.exposure, effective: openToAll, readOnlyReason: 'Not ours.' };
    const selected = (exposure: Snapshot['exposure']) =>
      reaches({ ...running, exposure }).flatMap(({ checked, label }) => (checked ? [label] : []));
    expect(selected(foreign)).toEqual(['Local Network']);
    expect(selected({ ...foreign, effective: null })).toEqual([]);
  });

  it('shows the current access, and why it is less than desired', () => {
    const exposure = {
      ...running.exposure,
      desired: 'tailscale' as const,
      effective: { ...openToAll, reach: 'thisMac' as const, open: false },
      degradedReason: 'Tailscale has no address now.',
    };
    expect(text({ ...running, exposure })).toContain('Network: This Mac only (Tailscale has no address now.)');
  });

  it('says whether a key is required, and turns that on and off', () => {
    const keyed = { ...running.exposure, effective: { ...openToAll, open: false, keyed: true } };
    expect(text({ ...running, exposure: keyed })).toContain('Network: Local network, API key required');
    const required = (requireKey: boolean) =>
      entry(menu({ ...running, settings: { ...running.settings, requireKey } }), 'Require an API Key');
    expect(required(true)).toMatchObject({ checked: true, action: { do: 'setKeyRequired', required: false } });
    expect(required(false)).toMatchObject({ checked: false, action: { do: 'setKeyRequired', required: true } });
    const foreign = { ...running, exposure: { ...keyed, readOnlyReason: 'Not ours.' } };
    expect(entry(menu(foreign), 'Require an API Key')).toMatchObject({ enabled: false });
  });
});
