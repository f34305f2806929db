import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { down, type ExposureGround, openExposure, TAILNET, up } from './testing/exposure-fixture.ts';

/** A start that would take for ever. */
const NEVER = new Promise<void>(() => undefined);

describe.runIf(process.platform === 'linux')('exposure without a key', () => {
  let g: ExposureGround;
  beforeEach(async () => {
    g = await openExposure(false);
  });
  afterEach(() => g.close());

  it('opens nothing without a key before it was confirmed', async () => {
    for (const reach of ['localNetwork', 'tailscale'] as const) {
      await expect(g.exposure.setReach({ reach, confirmed: false, when: 'now' })).rejects.toMatchObject({
        code: 'CONFIRMATION_NEEDED',
        data: { reach },
      });
    }
    expect(g.binds).toEqual(['127.0.0.1']);
    expect(g.slice()).toMatchObject({ desired: 'thisMac', effective: { open: false } });
  });

  it('opens to the network and closes again, and says when it is at it', async () => {
    const applying: boolean[] = [];
    g.store.subscribe(() => applying.push(g.slice().applying));
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    expect(applying).toContain(true);
    expect(g.slice()).toMatchObject({
      applying: false,
      effective: { reach: 'localNetwork', open: true, ollamaHost: `0.0.0.0:${g.port}` },
    });
    await g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    expect(g.slice()).toMatchObject({ desired: 'thisMac', effective: { reach: 'thisMac', open: false } });
    expect(g.binds).toEqual(['127.0.0.1', '0.0.0.0', '127.0.0.1']);
  });

  it('ends where the last of two hasty choices says', async () => {
    await Promise.all([
      g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' }),
      g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' }),
    ]);
    expect(g.slice()).toMatchObject({ desired: 'tailscale', effective: { reach: 'tailscale' } });
    expect(g.binds.at(-1)).toBe(TAILNET);
  });

  it('keeps localhost in the Tailscale row, and follows the address when it goes and returns', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await eventually(() =>
      expect(g.slice().addresses.map(({ url }) => url)).toContain(`http://localhost:${g.port}/v1`),
    );
    expect(await g.answer(TAILNET)).toBe(TAILNET);
    expect(await g.answer('127.0.0.1')).toBe('forwarded');

    g.now.tailscale = down;
    // Nobody asks: the poll finds out.
    const kept = { desired: 'tailscale', applying: false, effective: { reach: 'thisMac', open: false } };
    await eventually(() => expect(g.slice()).toMatchObject(kept));
    expect(g.slice().degradedReason).toContain('Tailscale is off.');
    expect(g.notify).toHaveBeenCalledOnce();
    expect(await g.answer('127.0.0.1')).toBe('127.0.0.1');

    g.now.tailscale = { ...down, unavailableReason: 'Tailscale is not signed in.' };
    await g.exposure.refresh();
    expect(g.slice().degradedReason).toContain('not signed in');
    expect(g.binds).toHaveLength(3);

    g.now.tailscale = up;
    await g.exposure.refresh();
    expect(g.slice()).toMatchObject({ effective: { reach: 'tailscale' }, degradedReason: null });
    expect(g.notify).toHaveBeenCalledTimes(2);
    await eventually(async () => expect(await g.answer('127.0.0.1')).toBe('forwarded'));
  });

  it('comes home also while the server is silent, or begins and does not answer yet', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    g.say({ state: 'unresponsive', runId: 'r2', since: 0 });
    g.now.tailscale = down;
    await g.exposure.refresh();
    expect(g.binds).toEqual(['127.0.0.1', TAILNET, '127.0.0.1']);

    g.now.tailscale = up;
    g.now.ready = NEVER;
    const beginning = g.restartServer();
    await eventually(() => expect(g.binds.at(-1)).toBe(TAILNET));
    g.now.tailscale = down;
    g.now.ready = Promise.resolve();
    await g.exposure.refresh();
    await beginning;
    expect(g.binds.slice(3)).toEqual([TAILNET, '127.0.0.1']);
    expect(g.slice()).toMatchObject({ effective: { reach: 'thisMac', open: false } });
    expect(g.notify).toHaveBeenCalledTimes(2);
  });

  it('gives up a start that would end where the server no longer belongs', async () => {
    g.now.ready = NEVER;
    const opening = g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    await eventually(() => expect(g.binds.at(-1)).toBe('0.0.0.0'));
    g.now.ready = Promise.resolve();
    await Promise.all([opening, g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' })]);
    expect(g.binds).toEqual(['127.0.0.1', '0.0.0.0', '127.0.0.1']);
    expect(g.slice()).toMatchObject({ applying: false, effective: { reach: 'thisMac', open: false } });
  });

  it('moves nothing any more once it is closed', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await g.exposure.close();
    g.now.tailscale = down;
    await g.exposure.refresh();
    expect(g.binds).toEqual(['127.0.0.1', TAILNET]);
  });

  it('says when another program keeps localhost from working', async () => {
    await g.stopServer();
    await g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    const other = createServer().listen(g.port, '127.0.0.1');
    await once(other, 'listening');
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await eventually(() => expect(g.slice().degradedReason).toContain('another program'));
    expect(g.slice().addresses.map(({ url }) => url)).toEqual([`http://${TAILNET}:${g.port}/v1`]);
    other.close();
  });

  it('refuses Tailscale where it is missing, with the reason', async () => {
    g.now.tailscale = down;
    await expect(g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' })).rejects.toMatchObject({
      code: 'TAILSCALE_UNAVAILABLE',
      data: { reason: 'Tailscale is off.' },
    });
    expect(g.now.settings.reach).toBe('thisMac');
  });

  it('shows the real reach of a server that is not ours and leaves it alone', async () => {
    await g.stopServer();
    await g.serve('0.0.0.0');
    g.say({ state: 'external', owner: 'terminal', pid: 1, version: '0', canTakeOver: false });
    await eventually(() => expect(g.slice().effective).toMatchObject({ reach: 'localNetwork', open: true }));
    expect(g.slice().readOnlyReason).toContain('terminal');
    await expect(g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' })).rejects.toMatchObject({
      code: 'SERVER_NOT_OURS',
    });
    await g.exposure.setInterfaceEnabled({ device: 'en0', enabled: false, when: 'now' });
    await g.exposure.setTailnetHttps({ enabled: true, when: 'now' });
    expect(g.binds).toEqual(['127.0.0.1']);
    expect(g.store.get().server.actual.state).toBe('external');
  });

  it('only remembers the choice while the server is stopped', async () => {
    await g.stopServer();
    g.store.update('server', (server) => ({ ...server, desired: 'stopped', actual: { state: 'stopped' } }));
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    expect(g.slice()).toMatchObject({ desired: 'localNetwork', effective: null, addresses: [] });
    expect(g.binds).toEqual(['127.0.0.1']);
  });
});
