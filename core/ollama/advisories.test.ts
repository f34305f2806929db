import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerActual } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { advisoriesFor, publishAdvisories } from './advisories.ts';
import { compareVersions } from './compare-versions.ts';
import { KNOWN_VULNERABILITIES } from './known-vulnerabilities.ts';

const number = fc.nat(40);
const release = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const part = fc.oneof(number.map(String), fc.constantFrom('rc', 'rc1', 'ci1', 'alpha', 'x-y'));
const version = fc
  .tuple(release, fc.array(part, { maxLength: 3 }), fc.constantFrom('', '+dirty'))
  .map(([core, pre, build]) => `${core}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build}`);
function sign(left: string, right: string) {
  return Math.sign(compareVersions(left, right) ?? Number.NaN);
}

describe('the order of versions', () => {
  // The chain of semver.org, item 11, and versions as Ollama has them.
  const chains = [
    '1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0',
    '0.1.9 < 0.1.34-rc1 < 0.1.34 < 0.9.6 < 0.14.3 < 0.17.1-rc2 < 0.17.1 < 0.32.15-rc1 < 0.32.15 < 1.0.0',
  ].map((chain) => chain.split(' < '));

  it.each(chains)('is that of %s …', (...chain) => {
    for (const [index, each] of chain.entries())
      for (const [otherIndex, other] of chain.entries())
        expect(sign(each, other), `${each} and ${other}`).toBe(Math.sign(index - otherIndex));
  });

  it('is a total order: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(sign(a, a)).toBe(0);
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('ignores build metadata and a leading v', () => {
    expect(sign('v0.17.1', '0.17.1+dirty')).toBe(0);
  });

  it.each(['', 'unknown', '0.17', '0.17.1.2', 'latest'])('is undefined for “%s”', (text) => {
    expect(compareVersions(text, '0.17.1')).toBeNull();
  });
});

describe('the advisories for a version', () => {
  const ids = (text: string) => advisoriesFor(text).map(({ id }) => id);

  it('are those fixed after it that it is affected by', () => {
    expect(ids('0.17.0')).toContain('CVE-2026-7482');
    expect(ids('0.17.1')).not.toContain('CVE-2026-7482');
    expect(ids('0.1.33')).toContain('CVE-2024-37032');
    expect(ids('0.1.34')).not.toContain('CVE-2024-37032');
    expect(ids('0.11.4')).not.toContain('CVE-2025-15514');
    expect(ids('0.13.5')).toContain('CVE-2025-15514');
  });

  it.each(['0.32.15', '0.0.0', '0.0.0+dirty', 'unknown', ''])('are none for “%s”', (text) => {
    expect(ids(text)).toEqual([]);
  });

  it('never increase with an update of Ollama, except by those it introduced', () => {
    const old = new Set(KNOWN_VULNERABILITIES.filter(({ since }) => since === undefined).map(({ id }) => id));
    fc.assert(
      fc.property(release, release, (a, b) => {
        const [older, newer] = sign(a, b) <= 0 ? [a, b] : [b, a];
        fc.pre(older !== '0.0.0');
        const before = new Set(ids(older));
        expect(ids(newer).filter((id) => old.has(id) && !before.has(id))).toEqual([]);
      }),
    );
  });

  it('each occur once, with comparable versions and a page to read', () => {
    expect(new Set(KNOWN_VULNERABILITIES.map(({ id }) => id)).size).toBe(KNOWN_VULNERABILITIES.length);
    for (const { fixedIn, since, url, title } of KNOWN_VULNERABILITIES) {
      expect(compareVersions(fixedIn, since ?? fixedIn)).toBeGreaterThanOrEqual(0);
      expect(new URL(url).protocol).toBe('https:');
      expect(title).not.toMatch(/\.$/);
    }
  });
});

describe('the server in use', () => {
  const store = () =>
    createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 11434 }));
  const external: ServerActual = { state: 'external', owner: 'terminal', pid: 1, version: '0.17.0', canTakeOver: true };

  it('is that of the server that responds, ours or not, otherwise that of the executable, and follows both', () => {
    const state = store();
    const become = (actual: ServerActual, programVersion: string | null) =>
      state.update('server', (server) => ({
        ...server,
        actual,
        program: { path: '/ollama', version: programVersion, source: 'path' },
      }));
    const first = () => state.get().server.advisories[0]?.id ?? null;
    const stop = publishAdvisories(state);
    expect(first()).toBeNull();
    become({ state: 'stopped' }, '0.17.0');
    expect(first()).toBe('CVE-2026-7482');
    become({ state: 'running', runId: 'r', since: 1, version: '0.32.15' }, '0.17.0');
    expect(first()).toBeNull();
    become(external, '0.32.15');
    expect(first()).toBe('CVE-2026-7482');
    become({ state: 'stopped' }, null);
    expect(first()).toBeNull();
    stop();
    become(external, null);
    expect(first()).toBeNull();
  });
});
