import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { down, type ExposureFixture, openExposure, TAILNET, up } from './testing/exposure-fixture.ts';

/** A start that never completes. */
const NEVER = new Promise<void>(() => undefined);

describe.runIf(process.platform === 'linux')('exposure without a key', () => {
  let g: ExposureFixture;
  beforeEach(async () => {
    g = await openExposure(false);
  });
  afterEach(() => g.close());
  /** As when the server was stopped: nothing is open. */
  const stopAll = async () => {
    await g.stopServer();
    g.publishActual({ state: 'stopped' });
    await eventually(() => expect(g.gateway.open).toEqual(new Set()));
  };

  it('opens nothing without a key before that is confirmed', async () => {
    for (const reach of ['localNetwork', 'tailscale'] as const) {
      await expect(g.exposure.setReach({ reach, confirmed: false, when: 'now' })).rejects.toMatchObject({
        code: 'CONFIRMATION_NEEDED',
        data: { reach },
      });
    }
    expect(g.binds).toEqual(['inner']);
    expect(g.slice()).toMatchObject({ desired: 'thisMac', effective: { open: false } });
  });

  it('opens to the network, closes again, and publishes that it is applying the change', async () => {
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
    expect(g.binds).toEqual(['inner', '0.0.0.0', 'inner']);
  });

  it('applies the last of two choices made at once', async () => {
    await Promise.all([
      g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' }),
      g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' }),
    ]);
    expect(g.slice()).toMatchObject({ desired: 'tailscale', effective: { reach: 'tailscale' } });
    expect(g.binds.at(-1)).toBe(TAILNET);
  });

  it('keeps localhost with Tailscale only, and follows the address when it disappears and returns', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await eventually(() =>
      expect(g.slice().addresses.map(({ url }) => url)).toContain(`http://localhost:${g.port}/v1`),
    );
    expect(await g.bodyFrom(TAILNET)).toBe(TAILNET);
    expect(await g.bodyFrom('127.0.0.1')).toBe('forwarded');

    g.now.tailscale = down;
    // The poll detects it.
    const restricted = { desired: 'tailscale', applying: false, effective: { reach: 'thisMac', open: false } };
    await eventually(() => expect(g.slice()).toMatchObject(restricted));
    expect(g.slice().degradedReason).toContain('Tailscale is off.');
    expect(g.notify).toHaveBeenCalledOnce();
    expect(await g.bodyFrom('127.0.0.1')).toBe('forwarded');

    g.now.tailscale = { ...down, unavailableReason: 'You aren’t signed in.' };
    await g.exposure.refresh();
    expect(g.slice().degradedReason).toContain('aren’t signed in');
    expect(g.binds).toHaveLength(3);

    g.now.tailscale = up;
    await g.exposure.refresh();
    expect(g.slice()).toMatchObject({ effective: { reach: 'tailscale' }, degradedReason: null });
    expect(g.notify).toHaveBeenCalledTimes(2);
    await eventually(async () => expect(await g.bodyFrom('127.0.0.1')).toBe('forwarded'));
  });

  it('moves the server to loopback also while it is unresponsive or starting', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    g.publishActual({ state: 'unresponsive', runId: 'r2', since: 0 });
    g.now.tailscale = down;
    await g.exposure.refresh();
    expect(g.binds).toEqual(['inner', TAILNET, 'inner']);

    g.now.tailscale = up;
    g.now.ready = NEVER;
    const restart = g.restartServer();
    await eventually(() => expect(g.binds.at(-1)).toBe(TAILNET));
    g.now.tailscale = down;
    g.now.ready = Promise.resolve();
    await g.exposure.refresh();
    await restart;
    expect(g.binds.slice(3)).toEqual([TAILNET, 'inner']);
    expect(g.slice()).toMatchObject({ effective: { reach: 'thisMac', open: false } });
    expect(g.notify).toHaveBeenCalledTimes(2);
  });

  it('abandons a start at an address that is no longer desired', async () => {
    g.now.ready = NEVER;
    const opening = g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    await eventually(() => expect(g.binds.at(-1)).toBe('0.0.0.0'));
    g.now.ready = Promise.resolve();
    await Promise.all([opening, g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' })]);
    expect(g.binds).toEqual(['inner', '0.0.0.0', 'inner']);
    expect(g.slice()).toMatchObject({ applying: false, effective: { reach: 'thisMac', open: false } });
  });

  it('doesn’t move the server once it is closed', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await g.exposure.close();
    g.now.tailscale = down;
    await g.exposure.refresh();
    expect(g.binds).toEqual(['inner', TAILNET]);
  });

  it('reports when another app is using localhost', async () => {
    await stopAll();
    const other = createServer().listen(g.port, '127.0.0.1');
    await once(other, 'listening');
    await g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await eventually(() => expect(g.slice().degradedReason).toContain('another app'));
    expect(g.slice().addresses.map(({ url }) => url)).toEqual([`http://${TAILNET}:${g.port}/v1`]);
    other.close();
  });

  it('rejects Tailscale with the reason when it can’t be used', async () => {
    g.now.tailscale = down;
    await expect(g.exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' })).rejects.toMatchObject({
      code: 'TAILSCALE_UNAVAILABLE',
      data: { reason: 'Tailscale is off.' },
    });
    expect(g.now.settings.reach).toBe('thisMac');
  });

  it('publishes the real reach of an external server and doesn’t change it', async () => {
    await stopAll();
    await g.serve('0.0.0.0');
    g.publishActual({ state: 'external', owner: 'terminal', pid: 1, version: '0', canTakeOver: false });
    await eventually(() => expect(g.slice().effective).toMatchObject({ reach: 'localNetwork', open: true }));
    expect(g.slice().readOnlyReason).toContain('outside Corral');
    await expect(g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' })).rejects.toMatchObject({
      code: 'SERVER_NOT_OURS',
    });
    await expect(g.exposure.setLocalApps({ to: 'ollama', when: 'now' })).rejects.toMatchObject({
      code: 'SERVER_NOT_OURS',
    });
    await g.exposure.setInterfaceEnabled({ device: 'en0', enabled: false, when: 'now' });
    await g.exposure.setTailnetHttps({ enabled: true, when: 'now' });
    expect(g.binds).toEqual(['inner']);
    expect(g.store.get().server.actual.state).toBe('external');
  });

  it('only saves the choice while the server is stopped', async () => {
    await g.stopServer();
    g.store.update('server', (server) => ({ ...server, desired: 'stopped', actual: { state: 'stopped' } }));
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    expect(g.slice()).toMatchObject({ desired: 'localNetwork', effective: null, addresses: [] });
    expect(g.binds).toEqual(['inner']);
  });
});
