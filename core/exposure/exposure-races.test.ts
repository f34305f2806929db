import { request } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reach } from '../../contract/reach.ts';
import { type ExposureFixture, openExposure, TAILNET } from './testing/exposure-fixture.ts';

type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;
const LAN = '127.0.0.3';
const choice = fc.record({
  change: fc.oneof(
    fc.constantFrom<Reach>('thisMac', 'localNetwork', 'tailscale').map((reach) => ({ reach })),
    fc.boolean().map((required) => ({ required })),
  ),
  /** Turns of the event loop before the next choice. */
  turns: fc.integer({ min: 0, max: 4 }),
});

describe.runIf(process.platform === 'linux')('choices made while earlier ones are applied', () => {
  let g: ExposureFixture;
  beforeEach(async () => {
    g = await openExposure(true);
  });
  afterEach(() => g.close());

  /** On a connection of its own, unlike those of fetch, which an earlier choice may have closed. 0 when nothing listens. */
  const statusAt = (host: string) =>
    new Promise<number>((resolve) => {
      const sent = request({ host, port: g.port, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', () => resolve(0)).end();
    });
  /** The statuses on this Mac, in its network and in its tailnet: 200 without a key, 401 with one, 0 when nothing listens. */
  const desired = (): number[] => {
    const { reach, requireKey } = g.now.settings;
    if (reach === 'thisMac') return [200, 0, 0];
    if (requireKey) return reach === 'tailscale' ? [200, 0, 401] : [200, 401, 401];
    return reach === 'tailscale' ? [200, 0, 200] : [200, 200, 200];
  };

  it('end with the last one in effect, and nothing else open', async () => {
    const run = async (choices: readonly Choice[]) => {
      const made: Promise<void>[] = [];
      for (const { change, turns } of choices) {
        const sure = { confirmed: true, when: 'now' } as const;
        made.push(
          'reach' in change
            ? g.exposure.setReach({ ...change, ...sure })
            : g.exposure.setKeyRequired({ ...change, ...sure }),
        );
        for (let n = 0; n < turns; n += 1) await new Promise(setImmediate);
      }
      await Promise.all(made);
      expect(await Promise.all(['127.0.0.1', LAN, TAILNET].map(statusAt))).toEqual(desired());
      const { effective, applying } = g.slice();
      const { reach, requireKey } = g.now.settings;
      expect(applying).toBe(false);
      expect(effective).toMatchObject({ reach, open: reach !== 'thisMac' && !requireKey });
    };
    await fc.assert(fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 5 }), run), { numRuns: 60 });
  });
});
