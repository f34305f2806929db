import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { processInfo } from '../os/process-info.ts';
import { findTailscale } from './find-tailscale.ts';
import { createTailnetHttps, type TailnetHttps } from './tailnet-https.ts';
import { parseServeOutput, recordServe } from './tailscale-serve.ts';

const NAME = 'mac.tail4c2e.ts.net';
const SERVED = `Available within your tailnet:

https://${NAME}/
|-- proxy http://127.0.0.1:1234

Press Ctrl+C to exit.
`;
const CONSENT = `
Serve is not enabled on your tailnet.
To enable, visit:

         https://login.tailscale.com/f/serve?node=nodeid123

`;

describe('parseServeOutput', () => {
  it('finds the served address, or the page to open first', () => {
    expect(parseServeOutput(SERVED, NAME)).toMatchObject({ url: `https://${NAME}`, consentUrl: null });
    const consentUrl = 'https://login.tailscale.com/f/serve?node=nodeid123';
    expect(parseServeOutput(CONSENT, NAME)).toMatchObject({ url: null, consentUrl });
    expect(parseServeOutput(CONSENT + SERVED, NAME)).toMatchObject({ url: `https://${NAME}`, consentUrl: null });
  });

  it('gives the last line as the reason when there is neither', () => {
    const output = parseServeOutput('error: foreground listener already exists for port 443\n\n', NAME);
    expect(output).toEqual({
      url: null,
      consentUrl: null,
      lastLine: 'error: foreground listener already exists for port 443',
    });
  });
});

describe('tailnet HTTPS', () => {
  let folder: string;
  let open: { address: string; keyed: boolean }[];
  let https: TailnetHttps;
  const onChange = vi.fn();

  const listen: Gateway['listen'] = async (at) => {
    open.push(at);
    return {
      close: async () => {
        open = open.filter((one) => one !== at);
      },
      port: 4321,
    };
  };
  /** The stub records its arguments and pid, then runs the script. */
  const command = (script: string) => {
    writeFileSync(join(folder, 'tailscale'), `#!/bin/sh\necho "$$ $*" >> '${folder}/calls'\n${script}\n`);
    chmodSync(join(folder, 'tailscale'), 0o755);
  };
  const calls = () => (existsSync(`${folder}/calls`) ? readFileSync(`${folder}/calls`, 'utf8').trim().split('\n') : []);
  const lastPid = () => Number(calls().at(-1)?.split(' ')[0]);
  const record = () => join(folder, 'tailscale-serve.json');
  const isGone = async (pid: number) => expect((await processInfo(pid))?.args ?? null).toBeNull();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-https-'));
    open = [];
    onChange.mockClear();
    const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder };
    https = createTailnetHttps({ env, dataDir: folder, onDamaged: () => undefined, listen });
    https.subscribe(onChange);
  });
  afterEach(async () => {
    await https.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves a keyed listener of its own in the foreground, and leaves nothing behind when it is turned off', async () => {
    command(`printf '%s' '${SERVED}'; exec sleep 600`);
    await https.reconcile(NAME);
    await eventually(() => expect(https.view()).toMatchObject({ state: 'on', url: `https://${NAME}/v1` }));
    expect(calls()[0]).toMatch(/^\d+ serve --https=443 http:\/\/127\.0\.0\.1:4321$/);
    expect(calls()[0]).not.toContain('funnel');
    expect(open).toEqual([{ address: '127.0.0.1', port: 0, keyed: true, proxied: true }]);
    await https.reconcile(NAME);
    expect(calls()).toHaveLength(1);
    expect(onChange).toHaveBeenCalled();

    const pid = lastPid();
    await https.reconcile(null);
    expect(https.view().state).toBe('off');
    await isGone(pid);
    expect([open, existsSync(record())]).toEqual([[], false]);
  });

  it('publishes the page to open, and continues automatically', async () => {
    command(
      `printf '%s' '${CONSENT}'; while [ ! -e '${folder}/allowed' ]; do sleep 0.05; done; printf '%s' '${SERVED}'; exec sleep 600`,
    );
    await https.reconcile(NAME);
    await eventually(() => expect(https.view()).toMatchObject({ state: 'consent', url: null }));
    expect(https.view().consentUrl).toContain('login.tailscale.com/f/serve');
    writeFileSync(`${folder}/allowed`, '');
    await eventually(() => expect(https.view()).toMatchObject({ state: 'on', consentUrl: null }));
  });

  it('reports why it exited, closes the listener, and doesn’t retry at once', async () => {
    command("echo 'error: foreground listener already exists for port 443' >&2; exit 1");
    await https.reconcile(NAME);
    const reason = 'error: foreground listener already exists for port 443';
    await eventually(() => expect(https.view()).toMatchObject({ state: 'failed', reason }));
    expect(open).toEqual([]);
    await https.reconcile(NAME);
    expect(calls()).toHaveLength(1);
    await https.reconcile(null);
    await https.reconcile(NAME);
    expect(calls()).toHaveLength(2);
  });

  it('reports a missing command', async ({ skip }) => {
    const env = { PATH: folder, HOME: folder };
    skip((await findTailscale(env)) !== null, 'the real command is installed here');
    https = createTailnetHttps({ env, dataDir: folder, onDamaged: () => undefined, listen });
    https.subscribe(onChange);
    await https.reconcile(NAME);
    expect(https.view()).toMatchObject({ state: 'failed', reason: expect.stringContaining('wasn’t found') });
  });

  it('kills a process that ignores SIGTERM when Corral quits', async () => {
    command(`trap '' TERM; printf '%s' '${SERVED}'; while :; do sleep 1; done`);
    await https.reconcile(NAME);
    await eventually(() => expect(https.view().state).toBe('on'));
    const pid = lastPid();
    await https.close();
    await isGone(pid);
    expect(open).toEqual([]);
  });

  it('stops the process that a killed host left running, and no other', async () => {
    const orphan = spawn('sleep', ['600']);
    const exited = once(orphan, 'exit');
    await recordServe(folder, orphan.pid ?? 0);
    await https.reconcile(null);
    await exited;

    const unrelated = spawn('sleep', ['600']);
    writeFileSync(record(), JSON.stringify({ pid: unrelated.pid, startTime: 'another' }));
    const later = createTailnetHttps({ env: {}, dataDir: folder, onDamaged: () => undefined, listen });
    await later.reconcile(null);
    expect(await processInfo(unrelated.pid ?? 0)).not.toBeNull();
    unrelated.kill('SIGKILL');
  });
});
