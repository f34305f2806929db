import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import type { ListenOnAddress } from '../gateway/gateway.ts';
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

const CERTIFICATES =
  'error: HTTPS cert support is not enabled/configured for your tailnet; enable HTTPS in the admin panel at https://login.tailscale.com/admin/dns';
const CONSENT_URL = 'https://login.tailscale.com/f/serve?node=nodeid123';
const MISMATCH = 'Warning: client version "1.96.4-t1" != tailscaled server version "1.94.1-t2"';

// Sources: cmd/tailscale/cli/{serve_v2,serve_legacy,cli}.go and ipn/ipnlocal/serve.go of tailscale/tailscale, its issues 16992 and
// tailscale-dev/vscode-tailscale#4.
describe('parseServeOutput', () => {
  it.each<[string, string, string | null, string]>([
    [
      'a page in the same line',
      `Serve is not enabled on your tailnet. To enable, visit: ${CONSENT_URL}`,
      CONSENT_URL,
      'Serve is not',
    ],
    ['a page after a warning', `${MISMATCH}\n${CONSENT}`, CONSENT_URL, 'Serve is not enabled'],
    [
      'a page, then a lost connection',
      `${CONSENT}2026/08/21 lost connection to tailscaled: EOF`,
      CONSENT_URL,
      'lost connection',
    ],
    ['certificates that are off', CERTIFICATES, null, CERTIFICATES],
    [
      'nothing this user can do',
      '\nServe is not enabled on your tailnet.\nAsk an admin to enable it\n',
      null,
      'Ask an admin',
    ],
    [
      'no right to change it',
      "sending serve config: Access denied: serve config denied\n\nUse 'sudo tailscale serve --https=443 http://127.0.0.1:1234'.\nTo not require root, use 'sudo tailscale set --operator=$USER' once.\n",
      null,
      'serve config denied. Use',
    ],
    [
      'a configuration that exists',
      'error: background configuration already exists, use `tailscale serve --https=443 off` to remove the existing configuration\n\ntry `tailscale serve --help` for usage info\n',
      null,
      'error: background configuration already exists, use `tailscale serve --https=443 off` to remove the existing configuration',
    ],
    [
      'another client',
      'Another client is changing the serve config; please try again.\nupdating config: etag mismatch',
      null,
      'please try again. updating',
    ],
    ['a version mismatch alone', `${MISMATCH}\n`, null, ''],
    [
      'an old command',
      'Error: the CLI for serve and funnel has changed.\nPlease see https://tailscale.com/kb/1242/tailscale-serve for more information.',
      null,
      'has changed.',
    ],
    [
      'a page that isn’t Tailscale’s',
      'To enable, visit:\n\n  https://login.tailscale.com.example.net/f/serve',
      null,
      'https://login.tailscale.com.example.net',
    ],
    ['one with another user', 'To enable, visit: https://login.tailscale.com@example.net/f', null, 'To enable'],
    ['one without encryption', 'To enable, visit: http://login.tailscale.com/f/serve', null, 'To enable'],
    [
      'the documentation',
      'See https://tailscale.com/kb/1153/enabling-https and https://www.tailscale.com/',
      null,
      'See https',
    ],
    ['its own name in an error', `error: https://${NAME}/ is already served`, null, 'is already served'],
  ])('%s', (_what, text, consentUrl, said) => {
    const output = parseServeOutput(text, NAME);
    expect(output).toMatchObject({ url: null, consentUrl });
    expect(output.lastLine).toContain(said);
  });

  it('gives no reason for what was served, and the one that came after it', () => {
    expect(parseServeOutput(`${MISMATCH}\n${SERVED}`, NAME)).toEqual({
      url: `https://${NAME}`,
      consentUrl: null,
      lastLine: '',
    });
    expect(parseServeOutput(`${SERVED}unexpected EOF\n`, NAME)).toMatchObject({ lastLine: 'unexpected EOF' });
  });

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

  const listen: ListenOnAddress = async (at) => {
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

  it('keeps the page to open when the command exits, also while it is tried again', async () => {
    command(`printf '%s' '${CONSENT}'; exit 0`);
    await https.reconcile(NAME);
    await eventually(() => expect(open).toEqual([]));
    await eventually(() =>
      expect(https.view()).toMatchObject({ state: 'consent', consentUrl: CONSENT_URL, reason: null }),
    );
    await https.reconcile(null);
    expect(https.view()).toMatchObject({ state: 'off', consentUrl: null });
  });

  it('reports what needs an admin, with the page, though the line contains a URL', async () => {
    command(`echo '${CERTIFICATES}' >&2; exit 1`);
    await https.reconcile(NAME);
    const consentUrl = 'https://login.tailscale.com/admin/dns';
    await eventually(() => expect(https.view()).toMatchObject({ state: 'failed', reason: CERTIFICATES, consentUrl }));
  });

  it('doesn’t mix what is written to stdout and stderr', async () => {
    command(
      `printf 'To enable, visit: https://login.tailscale.com/f/ser'; sleep 0.1; echo '${MISMATCH}' >&2; sleep 0.1; echo 've?node=nodeid123'`,
    );
    await https.reconcile(NAME);
    await eventually(() => expect(https.view()).toMatchObject({ state: 'consent', consentUrl: CONSENT_URL }));
    expect(onChange.mock.calls.length).toBeLessThan(8);
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
    await eventually(() => expect(calls()).toHaveLength(2));
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
