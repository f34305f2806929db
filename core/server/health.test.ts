import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HealthTiming } from './run/health-policy.ts';
import { setFake } from './testing/supervise-fake-fixture.ts';
import { serverProcesses, superviseInTest } from './testing/supervised-fixture.ts';

const quick: HealthTiming = {
  probeIntervalMs: 50,
  probeTimeoutMs: 150,
  unresponsiveAfterMs: 400,
  hangTimeoutMs: 1_200,
  loadingHangTimeoutMs: 60_000,
  busyHangTimeoutMs: 60_000,
};

async function running(options: Parameters<typeof superviseInTest>[0] = {}) {
  const supervised = await superviseInTest({ healthTiming: quick, ...options });
  supervised.supervisor.open('running');
  await supervised.waitFor('running');
  return { ...supervised, pid: supervised.server().pid ?? 0 };
}

describe('a server that stops responding', () => {
  test('suspended by a signal: shown, then stopped by force, and started again', async () => {
    const { server, waitFor, pid } = await running({ fake: { strayRunner: true } });
    process.kill(pid, 'SIGSTOP');
    await waitFor('unresponsive');
    expect(server().pid).toBe(pid);
    await expect.poll(() => server().actual.state === 'running' && server().pid !== pid).toBe(true);
    expect(await serverProcesses(pid)).toEqual([]);
    expect(server().problems[0]).toMatchObject({ title: 'The server stopped responding', resolved: true });
    expect(server().runs[1]).toMatchObject({ pid, end: { kind: 'unresponsive' } });
  });

  test('that responds again in time is shown as before', async () => {
    const { server, waitFor, pid } = await running({ healthTiming: { ...quick, hangTimeoutMs: 60_000 } });
    const before = server().actual;
    process.kill(pid, 'SIGSTOP');
    await waitFor('unresponsive');
    process.kill(pid, 'SIGCONT');
    await waitFor('running');
    expect(server().actual).toEqual(before);
  });

  test('though its process is alive: the same', async () => {
    const { home, server, waitFor, pid } = await running();
    await setFake(home, { hang: true });
    await waitFor('unresponsive');
    const end = () => server().runs.find((run) => run.pid === pid)?.end?.kind;
    await expect.poll(end).toBe('unresponsive');
    await setFake(home, {});
    await waitFor('running');
    expect(await serverProcesses(pid)).toEqual([]);
  });

  test('while a model is loading gets more time', async () => {
    const { home, liveness, waitFor, server, pid } = await running();
    liveness.isLoading = true;
    await setFake(home, { hang: true });
    await waitFor('unresponsive');
    await delay(2 * quick.hangTimeoutMs);
    expect(server()).toMatchObject({ actual: { state: 'unresponsive' }, pid });
    liveness.isLoading = false;
    await expect.poll(() => server().runs[1]).toMatchObject({ pid, end: { kind: 'unresponsive' } });
  });

  test('but whose response still goes through Corral is busy, not hung', async () => {
    const { home, liveness, server, pid } = await running();
    const timer = setInterval(() => {
      liveness.lastTrafficAt = performance.now();
    }, 50);
    onTestFinished(() => clearInterval(timer));
    await setFake(home, { hang: true });
    await delay(2 * quick.hangTimeoutMs);
    expect(server()).toMatchObject({ actual: { state: 'running' }, pid });
  });

  test('only appears so after this computer slept: a check probes anew', async () => {
    const { supervisor, server, pid, waitFor } = await running({
      healthTiming: { ...quick, unresponsiveAfterMs: 1_000, hangTimeoutMs: 60_000 },
    });
    process.kill(pid, 'SIGSTOP');
    const seen: string[] = [];
    const timer = setInterval(() => {
      seen.push(server().actual.state);
      supervisor.check();
    }, 200);
    await delay(2_500);
    clearInterval(timer);
    expect(new Set(seen)).toEqual(new Set(['running']));
    await waitFor('unresponsive');
    process.kill(pid, 'SIGCONT');
    await waitFor('running');
  });
});
