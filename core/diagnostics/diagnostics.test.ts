import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type EffectiveVariable, Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { createServerLog } from '../logs/server-log.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { noCapabilities } from '../snapshot/testing/app-slice-fixture.ts';
import { createDiagnostics } from './diagnostics.ts';

const at = Date.parse('2026-08-21T10:00:00Z');
const home = '/Users/jo';
const keyless = { needsKey: false };
const app = {
  version: '1.2.3',
  host: 'desktop' as const,
  platform: 'darwin',
  dataDir: `${home}/data`,
  fixed: {},
  notices: [],
};

function stateWith(settings: Partial<Settings>): Snapshot {
  const state = initialSnapshot({
    app: { ...app, memoryBytes: 16 * 1024 ** 3, capabilities: noCapabilities },
    settings: { ...Settings.parse({}), ...settings },
    port: 11434,
  });
  return {
    ...state,
    server: {
      ...state.server,
      desired: 'running',
      actual: { state: 'running', runId: 'r1', since: at - 60_000, version: '0.32.15' },
      program: { path: `${home}/bin/ollama`, version: '0.32.15', source: 'path' },
      pid: 4242,
      innerPort: 11_433,
      problems: [
        {
          id: '1',
          kind: 'run',
          at,
          title: 'It ended',
          detail: 'prompt="planted words" x-api-key: planted-key',
          resolved: true,
        },
      ],
      runs: [
        { runId: 'r1', startedAt: at - 60_000, pid: 4242, version: '0.32.15', adopted: false, end: null },
        {
          runId: 'r0',
          startedAt: at - 90_000,
          pid: 4141,
          version: '0.32.15',
          adopted: true,
          end: { at: at - 61_000, kind: 'exited', message: 'The server quit with exit code 2.' },
        },
      ],
    },
    exposure: {
      ...state.exposure,
      desired: 'localNetwork',
      effective: {
        reach: 'localNetwork',
        open: false,
        keyed: true,
        ollamaHost: '127.0.0.1:11434',
        listening: ['127.0.0.1', '192.168.1.2'],
      },
      addresses: [
        { kind: 'interface', label: 'Wi-Fi', url: 'http://192.168.1.2:11434/v1', needsKey: true },
        { kind: 'tailscaleName', label: 'Tailscale', url: 'http://mac.planted-tailnet.ts.net:11434/v1', ...keyless },
      ],
    },
    pulls: [
      {
        id: 'p',
        name: 'qwen3:8b',
        state: 'failed',
        phase: '',
        completedBytes: 0,
        totalBytes: null,
        bytesPerSecond: null,
        secondsLeft: null,
        startedAt: at,
        failure: { kind: 'diskFull', message: 'The disk is full.' },
      },
    ],
  };
}

const variables: EffectiveVariable[] = [
  { name: 'OLLAMA_KEEP_ALIVE', value: '10m', source: 'corral', meaning: null, afterRestart: true },
  {
    name: 'HTTPS_PROXY',
    value: 'http://u:planted-key@proxy:1',
    source: 'environment',
    meaning: null,
    afterRestart: false,
  },
  { name: 'OLLAMA_MAX_QUEUE', value: '512', source: 'default', meaning: null, afterRestart: false },
];

/** The report over a log into which a run wrote these lines. */
async function reportOf(written: readonly string[], settings: Partial<Settings> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-diagnostics-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const serverLog = createServerLog(folder);
  const run = await serverLog.openRun('r1');
  await appendFile(run.path, written.map((line) => `${line}\n`).join(''));
  await run.release();
  await serverLog.closeRun('r1');
  const snapshot = stateWith(settings);
  const options = { serverLog, effective: async () => variables, clock: () => at, home };
  return createDiagnostics({ ...options, store: { get: () => snapshot } })();
}

function slog(level: string, rest: string): string {
  return `time=2026-08-21T10:15:30.101+02:00 level=${level} source=x.go:1 ${rest}`;
}

test('reports what support needs to know', async () => {
  const report = await reportOf([slog('INFO', `msg="models in ${home}/.ollama/models"`)], {
    keepAlive: '10m',
    extraVariables: [{ name: 'HF_TOKEN', value: 'planted-key' }],
  });
  const lines = report.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# Corral diagnostics',
      expect.stringMatching(/^- Corral 1\.2\.3, desktop, Node \d+/),
      expect.stringMatching(/^- \S.*, darwin \w+, 16\.0 GiB memory$/),
      '- ~/bin/ollama, version 0.32.15, from path',
      '- desired running, pid 4242, port 11434',
      '- Ollama on 127.0.0.1:11433, behind Corral',
      '- uptime 60 s',
      '- started 2026-08-21T09:59:00.000Z, pid 4242, version 0.32.15, running',
      expect.stringMatching(/^- reattached .* exited: The server quit with exit code 2\.$/),
      '- desired localNetwork, API key required, 0 keys',
      '- current localNetwork, API key required; Ollama at 127.0.0.1:11434, listening on 127.0.0.1, 192.168.1.2',
      '- tailnet HTTPS off',
      '- interface, API key required: http://192.168.1.2:11434/v1',
      '- tailscaleName: http://[tailnet name]:11434/v1',
      '- pull qwen3:8b: failed, The disk is full.',
      '- keepAlive: "10m"',
      '- extraVariables: ["HF_TOKEN"]',
      '- OLLAMA_KEEP_ALIVE=10m (corral, after a restart)',
      '- HTTPS_PROXY=http://[hidden]@proxy:1 (environment)',
      "- 1 more at Ollama's defaults",
      slog('INFO', 'msg="models in ~/.ollama/models"'),
    ]),
  );
  expect(report).not.toContain('planted');
});

const prompts = [
  slog('INFO', 'msg="chat request" prompt="planted words" images=0'),
  slog('WARN', 'msg=x messages="[{role:user content:planted words}]"'),
  slog('ERROR', 'msg="bad body" body="{\\"input\\":\\"planted words\\"}"'),
  slog('INFO', 'msg="x" model=m content="planted words"'),
  slog('DEBUG', 'msg="planted words"'),
  slog('TRACE', 'msg="planted words"'),
  '{"model":"m","messages":[{"role":"user","content":"planted words"}]}',
  'srv  log_server_r: request: {"prompt": "planted words"}',
  "prompt: 'planted words'",
  '[GIN] 2026/08/21 - 10:15:31 | 200 | 41.291µs | 127.0.0.1 | GET "/x?prompt=planted+words"',
];
const keys = [
  slog('INFO', 'msg="server config" env="map[HTTPS_PROXY:http://u:planted@h:1 OPENAI_API_KEY:planted]"'),
  'Authorization: Bearer planted',
  'using sk-planted-planted',
  'open https://ollama.com/connect?name=a&key=planted',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'planted',
  '-----END OPENSSH PRIVATE KEY-----',
];

test('reports that no API key is required', async () => {
  expect(await reportOf([], { requireKey: false })).toContain('API key not required');
});

test.each([...prompts, keys.slice(4).join('\n'), ...keys.slice(0, 4)])(
  'contains nothing of what is planted in %j',
  async (line) => {
    const report = await reportOf([line, slog('INFO', 'msg=after')]);
    expect(report).not.toContain('planted');
    expect(report).toContain('msg=after');
  },
);

test.each([
  ['by a debug line', [slog('DEBUG', 'msg=x')], {}],
  ['by the setting', [], { debug: true }],
])('omits raw lines when the server logs at debug level: %s', async (_, before, settings) => {
  const report = await reportOf([...before, 'planted words', slog('INFO', 'msg=after')], settings);
  expect(report).not.toContain('planted');
  expect(report).toContain('msg=after');
});

test('contains raw lines otherwise, and the newest 200 lines', async () => {
  const report = await reportOf(Array.from({ length: 300 }, (_, n) => `panic: line ${n}`));
  expect(report).toContain('## Last 200 lines of the log');
  expect(report).not.toMatch(/line 99$/m);
  expect(report).toMatch(/line 100$/m);
  expect(report).toMatch(/line 299$/m);
});

test('a configuration that can’t be read doesn’t affect the rest', async () => {
  const serverLog = createServerLog(tmpdir());
  const snapshot = stateWith({});
  const effective = () => Promise.reject(new Error('no'));
  const report = await createDiagnostics({ store: { get: () => snapshot }, serverLog, effective })();
  expect(report).toContain('- Corral 1.2.3');
});
