import { createRouterClient, implement } from '@orpc/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contract } from '../contract/contract.ts';
import { runTrayAction, type TrayActionOptions } from './tray-actions.ts';

const os = implement(contract);
const setReach = vi.fn<(input: { reach: string; confirmed: boolean }) => void>();
const router = {
  exposure: {
    setReach: os.exposure.setReach.handler(({ input, errors }) => {
      setReach(input);
      if (input.reach === 'tailscale') throw errors.TAILSCALE_UNAVAILABLE({ data: { reason: 'It is not installed.' } });
      if (!input.confirmed) throw errors.CONFIRMATION_NEEDED({ data: { reach: input.reach } });
    }),
  },
  server: {
    start: os.server.start.handler(() => {
      throw new Error('a bug');
    }),
  },
};

function options() {
  return {
    client: createRouterClient(router) as unknown as TrayActionOptions['client'],
    show: vi.fn(),
    copy: vi.fn(() => Promise.resolve()),
    confirm: vi.fn((_sentence: string) => Promise.resolve(true)),
    complain: vi.fn(() => Promise.resolve()),
    quit: vi.fn(),
  };
}

beforeEach(() => {
  setReach.mockClear();
});

describe('opening to the network from the menu', () => {
  const action = { do: 'setReach', reach: 'localNetwork' } as const;

  it("asks with the contract's sentence, and opens when the person agrees", async () => {
    const calls = options();
    await runTrayAction(action, calls);
    expect(calls.confirm.mock.lastCall?.[0]).toMatch(/^Open to your network without a key\. Anyone who can reach/);
    expect(setReach.mock.calls.map(([input]) => input.confirmed)).toEqual([false, true]);
    expect(calls.complain).not.toHaveBeenCalled();
  });

  it('leaves everything as it is when the person does not', async () => {
    const calls = options();
    calls.confirm.mockResolvedValue(false);
    await runTrayAction(action, calls);
    expect(setReach.mock.calls.map(([input]) => input.confirmed)).toEqual([false]);
  });
});

describe('what goes wrong', () => {
  it('is told in its own words, with the reason', async () => {
    const calls = options();
    await runTrayAction({ do: 'setReach', reach: 'tailscale' }, calls);
    expect(calls.complain).toHaveBeenCalledWith('Tailscale is not available. It is not installed.');
    expect(calls.confirm).not.toHaveBeenCalled();
  });

  it('is one plain sentence where it is a bug', async () => {
    const calls = options();
    await runTrayAction({ do: 'startServer' }, calls);
    expect(calls.complain).toHaveBeenCalledWith('Something went wrong in Corral. Its output says what.');
  });
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
