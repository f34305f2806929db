import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { type ExposureFixture, openExposure, TAILNET } from './testing/exposure-fixture.ts';

/** Work that a change of the keyed listeners interrupts, and work that it doesn't. */
const keyedWork = { activeRequests: 1, keyedRequests: 1, pulls: [] };
const ownWork = { activeRequests: 1, keyedRequests: 0, pulls: ['qwen3:8b'] };
const idle = { activeRequests: 0, keyedRequests: 0, pulls: [] };

describe.runIf(process.platform === 'linux')('a choice of network access while work is in progress', () => {
  let g: ExposureFixture;
  beforeEach(async () => {
    g = await openExposure(true);
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
  });
  afterEach(() => g.close());
  const pending = () => g.slice().pending;
  const workInProgress = (scope: string) => ({ code: 'WORK_IN_PROGRESS', data: { scope } });

  const { setReach, setKeyRequired, setInterfaceEnabled, setTailnetHttps } = {
    setReach: (when: 'ask' | 'idle') => g.exposure.setReach({ reach: 'thisMac', confirmed: false, when }),
    setKeyRequired: (when: 'ask' | 'idle') => g.exposure.setKeyRequired({ required: false, confirmed: true, when }),
    setInterfaceEnabled: (when: 'ask' | 'idle') =>
      g.exposure.setInterfaceEnabled({ device: 'en0', enabled: false, when }),
    setTailnetHttps: (when: 'ask' | 'idle') => g.exposure.setTailnetHttps({ enabled: false, when }),
  };

  it('asks before it interrupts requests with a key, and not about other work', async () => {
    g.set({ tailnetHttps: true });
    g.setHttps({ state: 'on', url: 'https://mac.ts.net/v1', consentUrl: null, reason: null });
    g.store.set('work', keyedWork);
    for (const choose of [setReach, setInterfaceEnabled, setTailnetHttps]) {
      await expect(choose('ask')).rejects.toMatchObject(workInProgress('keyedRequests'));
    }
    expect(g.now.settings).toMatchObject({ reach: 'localNetwork', closedInterfaces: [], tailnetHttps: true });

    g.store.set('work', ownWork);
    await setInterfaceEnabled('ask');
    await setTailnetHttps('ask');
    expect(g.now.settings).toMatchObject({ closedInterfaces: ['en0'], tailnetHttps: false });
    expect(await g.statusAt('127.0.0.3')).toBe(0);
    await setReach('ask');
    expect(await g.statusAt('127.0.0.4')).toBe(0);
  });

  it('asks about all work when the server has to restart', async () => {
    g.store.set('work', ownWork);
    await expect(setKeyRequired('ask')).rejects.toMatchObject(workInProgress('all'));
    expect(g.binds).toEqual(['inner']);
  });

  it('doesn’t ask when nothing is interrupted', async () => {
    await setReach('ask');
    g.store.set('work', { ...keyedWork, pulls: ['qwen3:8b'] });
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'ask' });
    await g.exposure.setTailnetHttps({ enabled: true, when: 'ask' });
    expect(await g.statusAt('127.0.0.3')).toBe(401);
  });

  it('is pending until idle, with everything chosen meanwhile', async () => {
    g.store.set('work', keyedWork);
    await setInterfaceEnabled('idle');
    expect(pending()).toMatchObject({ closedInterfaces: ['en0'], scope: 'keyedRequests' });
    await expect(g.exposure.setInterfaceEnabled({ device: 'en1', enabled: false, when: 'ask' })).rejects.toMatchObject(
      workInProgress('keyedRequests'),
    );
    await g.exposure.setInterfaceEnabled({ device: 'en1', enabled: false, when: 'idle' });
    await g.exposure.setKeyRequired({ required: false, confirmed: true, when: 'idle' });
    expect(pending()).toMatchObject({ closedInterfaces: ['en0', 'en1'], requireKey: false, scope: 'all' });
    expect(await Promise.all(['127.0.0.3', '127.0.0.4', TAILNET].map(g.statusAt))).toEqual([401, 401, 401]);
    g.store.set('work', idle);
    await eventually(() => expect(pending()).toBeNull());
    expect(g.now.settings).toMatchObject({ closedInterfaces: ['en0', 'en1'], requireKey: false });
  });

  it('includes what apps on this Mac connect to', async () => {
    g.store.set('work', keyedWork);
    await setInterfaceEnabled('idle');
    await g.exposure.setLocalApps({ to: 'corral', when: 'ask' });
    await g.exposure.setLocalApps({ to: 'ollama', when: 'idle' });
    expect(pending()).toMatchObject({ closedInterfaces: ['en0'], localApps: 'ollama' });
    expect(g.now.settings.localApps).toBe('corral');
    g.store.set('work', idle);
    await eventually(() => expect(g.now.settings.localApps).toBe('ollama'));
  });

  it('is canceled by its opposite, which interrupts nothing', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'ask' });
    expect(pending()).toBeNull();
    g.store.set('work', idle);
    expect(g.now.settings.reach).toBe('localNetwork');
    expect(await g.statusAt('127.0.0.3')).toBe(401);
  });

  it('can be applied now while it is pending', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    await expect(setReach('ask')).rejects.toMatchObject(workInProgress('keyedRequests'));
    await g.exposure.applyPendingNow();
    expect(g.now.settings.reach).toBe('thisMac');
    expect(await g.statusAt('127.0.0.3')).toBe(0);
  });

  it('is discarded when it is canceled, also by a later choice', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    g.exposure.cancelPending();
    await setInterfaceEnabled('idle');
    g.store.set('work', idle);
    const settings = { reach: 'localNetwork', closedInterfaces: ['en0'] };
    await eventually(() => expect(g.now.settings).toMatchObject(settings));
  });

  it('needs a confirmation by what is pending, not by what is in effect', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    // Together with the pending choice, this opens nothing.
    await g.exposure.setKeyRequired({ required: false, confirmed: false, when: 'idle' });
    await expect(g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' })).rejects.toMatchObject({
      code: 'CONFIRMATION_NEEDED',
    });
    g.exposure.cancelPending();
    g.store.set('work', idle);
    expect(g.slice().effective).toMatchObject({ reach: 'localNetwork', open: false, keyed: true });
  });

  it('is the last one made, however long an earlier one checks the network', async () => {
    const checked = Promise.withResolvers<void>();
    g.now.networkCheck = checked.promise;
    const earlier = [
      g.exposure.setReach({ reach: 'tailscale', confirmed: false, when: 'now' }),
      g.exposure.setTailnetHttps({ enabled: true, when: 'now' }),
    ];
    await g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    await g.exposure.setTailnetHttps({ enabled: false, when: 'now' });
    checked.resolve();
    await Promise.all(earlier);
    expect(g.now.settings).toMatchObject({ reach: 'thisMac', tailnetHttps: false });
    expect(await Promise.all(['127.0.0.3', TAILNET].map(g.statusAt))).toEqual([0, 0]);
  });

  it('notifies when a pending change can’t be saved', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    g.now.isFull = true;
    g.store.set('work', idle);
    await eventually(() => expect(g.notify).toHaveBeenCalledOnce());
    expect(g.notify.mock.lastCall?.[0].body).toContain('no space left');
    expect(await g.statusAt('127.0.0.3')).toBe(401);
  });

  it('notifies also when the change was applied by request, because the page may be closed', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    g.now.isFull = true;
    await expect(g.exposure.applyPendingNow()).rejects.toThrow('no space left');
    expect(g.notify).toHaveBeenCalledOnce();
    expect(pending()).toBeNull();
    g.now.isFull = false;
  });

  it('closes even if the pending change can’t be saved', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    g.now.isFull = true;
    await expect(g.exposure.close()).rejects.toThrow('no space left');
    expect(await Promise.all(['127.0.0.3', '127.0.0.4', TAILNET].map(g.statusAt))).toEqual([0, 0, 0]);
    g.now.isFull = false;
  });

  it('takes effect with the next start when Corral quits first', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    await g.exposure.close();
    expect(g.now.settings.reach).toBe('thisMac');
  });

  it('is applied when the server stops on its own', async () => {
    g.store.set('work', keyedWork);
    await setReach('idle');
    await g.stopServer();
    g.publishActual({ state: 'stopped' });
    await eventually(() => expect(pending()).toBeNull());
    expect(g.now.settings.reach).toBe('thisMac');
  });
});
