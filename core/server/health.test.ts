import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { evaluateHealth, type HealthFacts, type HealthTiming, healthTiming } from './run/health-policy.ts';
import { isLoadingInLog } from './run/loading-in-log.ts';
import { setFake } from './testing/supervise-fake-fixture.ts';
import { alive, superviseInTest } from './testing/supervised-fixture.ts';

const facts = { silentMs: 0, isStopped: false, isLoading: false, isBusy: false };
const minutes = 60_000;

test.each<[string, Partial<HealthFacts>]>([
  ['well', {}],
  ['well', { silentMs: 9_999, isStopped: true }],
  ['silent', { silentMs: 10_000 }],
  ['silent', { silentMs: 10_000, isStopped: true }],
  ['hung', { silentMs: 30_000 }],
  ['hung', { silentMs: 30_000, isStopped: true, isLoading: true, isBusy: true }],
  ['silent', { silentMs: 30_000, isLoading: true }],
  ['hung', { silentMs: 6 * minutes, isLoading: true }],
  ['well', { silentMs: 5 * minutes, isBusy: true }],
  ['hung', { silentMs: 10 * minutes, isBusy: true }],
  ['silent', { silentMs: 12_000, isStopped: true, isBusy: true }],
])('%s after %o', (verdict, known) => {
  expect(evaluateHealth({ ...facts, ...known }, healthTiming)).toBe(verdict);
});

test('two unanswered questions and their pauses fit into the 15 s within which a hang is to be seen', () => {
  const { askEveryMs, timeoutMs, unresponsiveAfterMs } = healthTiming;
  const unanswered = Math.ceil(unresponsiveAfterMs / timeoutMs);
  expect(Math.max(unresponsiveAfterMs, askEveryMs + unanswered * timeoutMs)).toBeLessThanOrEqual(16_000);
});

test('a load under way is read from what the server writes', () => {
  const begun = 'time=… level=INFO source=llama_server.go:433 msg="starting llama-server" cmd=…';
  const done = 'time=… level=INFO source=llama_server.go:1362 msg="llama-server started in 2.31 seconds"';
  expect([[], [begun], [begun, done], [begun, done, 'raw', begun]].map(isLoadingInLog)).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

const quick: HealthTiming = {
  askEveryMs: 50,
  timeoutMs: 150,
  unresponsiveAfterMs: 400,
  hangTimeoutMs: 1_200,
  loadingHungAfterMs: 60_000,
  busyHungAfterMs: 60_000,
};

async function running(options: Parameters<typeof superviseInTest>[0] = {}) {
  const supervised = await superviseInTest({ healthTiming: quick, ...options });
  supervised.supervisor.open('running');
  await supervised.waitFor('running');
  return { ...supervised, pid: supervised.server().pid ?? 0 };
}

describe('a server that stops answering', () => {
  test('held by the system: shown, then ended by what it takes, and started again', async () => {
    const { server, waitFor, pid } = await running({ fake: { runnerAtStart: true } });
    process.kill(pid, 'SIGSTOP');
    await waitFor('unresponsive');
    expect(server().pid).toBe(pid);
    await expect.poll(() => server().actual.state === 'running' && server().pid !== pid).toBe(true);
    expect(await alive(pid)).toEqual([]);
    expect(server().problems[0]).toMatchObject({ title: 'The server stopped answering', resolved: true });
    expect(server().runs[1]).toMatchObject({ pid, end: { kind: 'unresponsive' } });
  });

  test('that answers again in time goes on as before', async () => {
    const { server, waitFor, pid } = await running({ healthTiming: { ...quick, hangTimeoutMs: 60_000 } });
    const before = server().actual;
    process.kill(pid, 'SIGSTOP');
    await waitFor('unresponsive');
    process.kill(pid, 'SIGCONT');
    await waitFor('running');
    expect(server().actual).toEqual(before);
  });

  test('though its process lives: the same', async () => {
    const { home, server, waitFor, pid } = await running();
    await setFake(home, { hang: true });
    await waitFor('unresponsive');
    const end = () => server().runs.find((run) => run.pid === pid)?.end?.kind;
    await expect.poll(end).toBe('unresponsive');
    await setFake(home, {});
    await waitFor('running');
    expect(await alive(pid)).toEqual([]);
  });

  test('while a model loads is given time', async () => {
    const { home, signs, waitFor, server, pid } = await running();
    signs.isLoading = true;
    await setFake(home, { hang: true });
    await waitFor('unresponsive');
    await delay(2 * quick.hangTimeoutMs);
    expect(server()).toMatchObject({ actual: { state: 'unresponsive' }, pid });
    signs.isLoading = false;
    await expect.poll(() => server().runs[1]).toMatchObject({ pid, end: { kind: 'unresponsive' } });
  });

  test('but whose answer still comes through is busy, not hung', async () => {
    const { home, signs, server, pid } = await running();
    const timer = setInterval(() => {
      signs.lastPassed = performance.now();
    }, 50);
    onTestFinished(() => clearInterval(timer));
    await setFake(home, { hang: true });
    await delay(2 * quick.hangTimeoutMs);
    expect(server()).toMatchObject({ actual: { state: 'running' }, pid });
  });

  test('was only out of sight while this machine slept: a check asks anew', async () => {
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
