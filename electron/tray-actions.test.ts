import { createRouterClient, implement } from '@orpc/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contract } from '../contract/contract.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';
import { runTrayAction, type TrayActionOptions } from './tray-actions.ts';

const os = implement(contract);
const setReach = vi.fn<(input: { reach: string; confirmed: boolean; when: string }) => void>();
const setKeyRequired = vi.fn<(input: { required: boolean; confirmed: boolean }) => void>();
const stopOrRestart = vi.fn<(call: string, when: string) => void>();
const work = { activeRequests: 1, pulls: ['qwen3:8b'], scope: 'all' as const };
const state: { busy: boolean } = { busy: false };
const cancelPending = vi.fn();
const cancelPendingChange = vi.fn();
const router = {
  exposure: {
    cancelPending: os.exposure.cancelPending.handler(() => cancelPendingChange()),
    setReach: os.exposure.setReach.handler(({ input, errors }) => {
      setReach(input);
      if (input.reach === 'tailscale') throw errors.TAILSCALE_UNAVAILABLE({ data: { reason: 'It is not installed.' } });
      if (!input.confirmed) throw errors.CONFIRMATION_NEEDED({ data: { reach: input.reach } });
      if (state.busy && input.when === 'ask') throw errors.WORK_IN_PROGRESS({ data: work });
    }),
    setKeyRequired: os.exposure.setKeyRequired.handler(({ input, errors }) => {
      setKeyRequired(input);
      if (!input.required && !input.confirmed) throw errors.CONFIRMATION_NEEDED({ data: { reach: 'localNetwork' } });
    }),
  },
  server: {
    start: os.server.start.handler(() => {
      throw new Error('a bug');
    }),
    stop: os.server.stop.handler(({ input, errors }) => {
      stopOrRestart('stop', input.when);
      if (state.busy && input.when === 'ask') throw errors.WORK_IN_PROGRESS({ data: work });
    }),
    restart: os.server.restart.handler(({ input, errors }) => {
      stopOrRestart('restart', input.when);
      if (state.busy && input.when === 'ask') throw errors.WORK_IN_PROGRESS({ data: work });
    }),
    cancelPending: os.server.cancelPending.handler(() => cancelPending()),
  },
};

function options() {
  return {
    client: createRouterClient(router) as unknown as TrayActionOptions['client'],
    snapshot: () => initialSnapshot(sampleFacts),
    show: vi.fn(),
    copy: vi.fn(() => Promise.resolve()),
    promptConfirm: vi.fn((_prompt: { message: string; detail: string }) => Promise.resolve(true)),
    promptInterruption: vi.fn<TrayActionOptions['promptInterruption']>(() => Promise.resolve(null)),
    showError: vi.fn(() => Promise.resolve()),
    quit: vi.fn(),
  };
}

beforeEach(() => {
  setReach.mockClear();
  stopOrRestart.mockClear();
  state.busy = false;
});

describe('opening to the network from the menu', () => {
  const action = { do: 'setReach', reach: 'localNetwork' } as const;

  it('asks first, and opens when the person agrees', async () => {
    const calls = options();
    await runTrayAction(action, calls);
    expect(calls.promptConfirm.mock.lastCall?.[0]).toMatchObject({
      message: 'Open to your network without a key.',
      detail: expect.stringMatching(
        /^Anyone who can reach this Mac.*\n\nAll apps, also those on this Mac, then connect/,
      ),
    });
    expect(setReach.mock.calls.map(([input]) => input.confirmed)).toEqual([false, true]);
    expect(calls.showError).not.toHaveBeenCalled();
  });

  it('changes nothing when the person declines', async () => {
    const calls = options();
    calls.promptConfirm.mockResolvedValue(false);
    await runTrayAction(action, calls);
    expect(setReach.mock.calls.map(([input]) => input.confirmed)).toEqual([false]);
  });
});

it('asks the same before a key is no longer required, but not before it is', async () => {
  const calls = options();
  await runTrayAction({ do: 'setKeyRequired', required: false }, calls);
  expect(calls.promptConfirm.mock.lastCall?.[0].message).toBe('Open to your network without a key.');
  await runTrayAction({ do: 'setKeyRequired', required: true }, calls);
  expect(calls.promptConfirm).toHaveBeenCalledOnce();
  expect(setKeyRequired.mock.calls.map(([{ required, confirmed }]) => [required, confirmed])).toEqual([
    [false, false],
    [false, true],
    [true, false],
  ]);
});

describe('work in progress', () => {
  it.each([
    ['stopServer', 'stop', 'Stop the server now?'],
    ['restartServer', 'restart', 'Restart the server now?'],
  ] as const)('is confirmed before %s, and the choice is followed', async (action, call, message) => {
    state.busy = true;
    for (const answer of ['now', 'idle', null] as const) {
      stopOrRestart.mockClear();
      const calls = options();
      calls.promptInterruption.mockResolvedValue(answer);
      await runTrayAction({ do: action }, calls);
      expect(calls.promptInterruption.mock.lastCall?.[0]).toMatchObject({ message });
      expect(calls.promptInterruption.mock.lastCall?.[0].detail).toMatch(
        /^1 response is in progress and will be interrupted\. qwen3:8b is downloading/,
      );
      expect(stopOrRestart.mock.calls).toEqual([[call, 'ask'], ...(answer === null ? [] : [[call, answer]])]);
      expect(calls.showError).not.toHaveBeenCalled();
    }
  });

  it('needs no confirmation where there is none', async () => {
    const calls = options();
    await runTrayAction({ do: 'stopServer' }, calls);
    expect(calls.promptInterruption).not.toHaveBeenCalled();
    expect(stopOrRestart.mock.calls).toEqual([['stop', 'ask']]);
  });

  it('is confirmed after the consent to open, which is kept', async () => {
    state.busy = true;
    const calls = options();
    calls.promptInterruption.mockResolvedValue('idle');
    await runTrayAction({ do: 'setReach', reach: 'localNetwork' }, calls);
    expect(setReach.mock.calls.map(([{ confirmed, when }]) => [confirmed, when])).toEqual([
      [false, 'ask'],
      [true, 'ask'],
      [true, 'idle'],
    ]);
  });
});

describe('a failure', () => {
  it('is shown with its message and reason', async () => {
    const calls = options();
    await runTrayAction({ do: 'setReach', reach: 'tailscale' }, calls);
    expect(calls.showError).toHaveBeenCalledWith('Tailscale isn’t available. It is not installed.');
    expect(calls.promptConfirm).not.toHaveBeenCalled();
  });

  it('is shown as a general message if it is a bug', async () => {
    const calls = options();
    await runTrayAction({ do: 'startServer' }, calls);
    expect(calls.showError).toHaveBeenCalledWith('Something went wrong in Corral. See Logs for details.');
  });
});

it('cancels a pending stop and a pending change', async () => {
  await runTrayAction({ do: 'cancelPending' }, options());
  expect(cancelPending).toHaveBeenCalledOnce();
  await runTrayAction({ do: 'cancelPendingChange' }, options());
  expect(cancelPendingChange).toHaveBeenCalledOnce();
});

it('shows, copies and quits', async () => {
  const calls = options();
  await runTrayAction({ do: 'show', page: 'logs' }, calls);
  await runTrayAction({ do: 'copy', text: 'http://localhost:11434/v1' }, calls);
  await runTrayAction({ do: 'quit' }, calls);
  expect(calls.show).toHaveBeenCalledWith('logs');
  expect(calls.copy).toHaveBeenCalledWith('http://localhost:11434/v1');
  expect(calls.quit).toHaveBeenCalledOnce();
});
