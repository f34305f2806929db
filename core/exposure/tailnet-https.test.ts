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
import { parseServeOutput } from './parse-serve-output.ts';
import { recordServe } from './serve-record.ts';
import { createTailnetHttps, type TailnetHttps } from './tailnet-https.ts';

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
  it('finds the served address, and before it the page that has to be opened', () => {
    expect(parseServeOutput(SERVED, NAME)).toMatchObject({ url: `https://${NAME}`, consentUrl: null });
    const consentUrl = 'https://login.tailscale.com/f/serve?node=nodeid123';
    expect(parseServeOutput(CONSENT, NAME)).toMatchObject({ url: null, consentUrl });
    expect(parseServeOutput(CONSENT + SERVED, NAME)).toMatchObject({ url: `https://${NAME}`, consentUrl: null });
  });

  it('gives the last line as the reason where there is neither', () => {
    const words = parseServeOutput('error: foreground listener already exists for port 443\n\n', NAME);
    expect(words).toEqual({
      url: null,
      consentUrl: null,
      lastLine: 'error: foreground listener already exists for port 443',
    });
  });
});

describe('HTTPS in the tailnet', () => {
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
  /** The stub records its arguments and pid, then does as told. */
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
    https = createTailnetHttps({ env, dataDir: folder, listen });
    https.subscribe(onChange);
  });
  afterEach(async () => {
    await https.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves a keyed listener of its own in the foreground, and leaves nothing when it is turned off', async () => {
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

  it('shows the page to be opened, and goes on by itself when that was done', async () => {
    command(
      `printf '%s' '${CONSENT}'; while [ ! -e '${folder}/allowed' ]; do sleep 0.05; done; printf '%s' '${SERVED}'; exec sleep 600`,
    );
    await https.reconcile(NAME);
    await eventually(() => expect(https.view()).toMatchObject({ state: 'consent', url: null }));
    expect(https.view().consentUrl).toContain('login.tailscale.com/f/serve');
    writeFileSync(`${folder}/allowed`, '');
    await eventually(() => expect(https.view()).toMatchObject({ state: 'on', consentUrl: null }));
  });

  it('says why it ended, lets go of the listener, and doesn’t try again at once', async () => {
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

  it('says where the command is missing', async ({ skip }) => {
    const env = { PATH: folder, HOME: folder };
    skip((await findTailscale(env)) !== null, 'this machine has the real one');
    https = createTailnetHttps({ env, dataDir: folder, listen });
    https.subscribe(onChange);
    await https.reconcile(NAME);
    expect(https.view()).toMatchObject({ state: 'failed', reason: expect.stringContaining('not found') });
  });

  it('ends by force what does not listen to reason, when Corral quits', async () => {
    command(`trap '' TERM; printf '%s' '${SERVED}'; while :; do sleep 1; done`);
    await https.reconcile(NAME);
    await eventually(() => expect(https.view().state).toBe('on'));
    const pid = lastPid();
    await https.close();
    await isGone(pid);
    expect(open).toEqual([]);
  });

  it('ends what a Corral that was killed left behind, and nobody else’s process', async () => {
    const left = spawn('sleep', ['600']);
    const exited = once(left, 'exit');
    await recordServe(folder, left.pid ?? 0);
    await https.reconcile(null);
    await exited;

    const innocent = spawn('sleep', ['600']);
    writeFileSync(record(), JSON.stringify({ pid: innocent.pid, startTime: 'another' }));
    const later = createTailnetHttps({ env: {}, dataDir: folder, listen });
    await later.reconcile(null);
    expect(await processInfo(innocent.pid ?? 0)).not.toBeNull();
    innocent.kill('SIGKILL');
  });
});
