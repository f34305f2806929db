import { describe, expect, it } from 'vitest';
import { type ServerActual, ServerCause, type ServerSlice } from '../server.ts';
import { serverRemedyText } from './catalog/en/server-remedies.ts';
import type { RemedyAction } from './remedy.ts';
import { serverRemedies } from './server-remedies.ts';
import { serverSliceFixture } from './testing/server-slice-fixture.ts';

type Kind = ServerCause['kind'];

interface FailureFixture {
  readonly lastLines?: string[];
  readonly path?: string | null;
  readonly subject?: string;
  readonly signal?: string;
}

function failed(kind: Kind, changes: FailureFixture = {}): ServerSlice {
  const { lastLines = ['panic'], path = '/opt/ollama', subject, signal = null } = changes;
  const cause = { kind, message: 'It ended.', exitCode: 2, signal, lastLines, ...(subject && { subject }) };
  const program = path === null ? null : ({ path, version: '1', source: 'path' } as const);
  return { ...serverSliceFixture({ state: 'failed', at: 1, cause }), program };
}

function summary(action: RemedyAction): string {
  if (action.do === 'show') return `show ${action.page}`;
  return action.do === 'copy' ? action.command : action.do;
}
function remedies(slice: ServerSlice) {
  return serverRemedies(slice).map(({ action }) => summary(action));
}

const table: Readonly<Record<Kind, readonly string[]>> = {
  programMissing: ['start', 'downloadOllama', 'show settings', 'copyDiagnostics'],
  notExecutable: ['chmod +x /opt/ollama', 'downloadOllama', 'show settings', 'copyDiagnostics'],
  quarantined: ['start', 'xattr -d com.apple.quarantine /opt/ollama', 'copyDiagnostics'],
  wrongArchitecture: ['downloadOllama', 'show settings', 'copyDiagnostics'],
  spawnFailed: ['show settings', 'copyDiagnostics'],
  exitedBeforeReady: ['start', 'downloadOllama', 'copyDiagnostics'],
  neverReady: ['start', 'copyDiagnostics'],
  exited: ['show models', 'show settings', 'copyDiagnostics'],
  unresponsive: ['show models', 'show settings', 'copyDiagnostics'],
  addressInUse: ['start', 'useFreePort', 'copyDiagnostics'],
  addressUnavailable: ['show network', 'copyDiagnostics'],
  orphanStillRunning: ['start', 'copyDiagnostics'],
  stopFailed: ['start', 'copyDiagnostics'],
  stoppedByOther: ['copyDiagnostics'],
  stoppedByOllamaApp: ['start', 'useFreePort', 'copyDiagnostics'],
  modelsFolderUnavailable: ['start', 'show settings', 'copyDiagnostics'],
  originsInvalid: ['show settings', 'show settings', 'copyDiagnostics'],
  variableInvalid: ['show settings', 'show settings', 'copyDiagnostics'],
  homeMissing: ['start', 'show settings', 'copyDiagnostics'],
  folderDenied: ['show settings', 'copyDiagnostics'],
  folderProtected: ['start', 'show settings', 'copyDiagnostics'],
  folderUnusable: ['start', 'show settings', 'copyDiagnostics'],
  diskReadOnly: ['start', 'show settings', 'copyDiagnostics'],
  diskFull: ['start', 'show settings', 'copyDiagnostics'],
  addressDenied: ['useFreePort', 'copyDiagnostics'],
  identityKeyInvalid: [
    'sudo chown "$(id -un)" ~/.ollama/id_ed25519 && chmod 600 ~/.ollama/id_ed25519',
    'mv ~/.ollama/id_ed25519 ~/.ollama/id_ed25519.old',
    'copyDiagnostics',
  ],
  signatureInvalid: ['downloadOllama', 'show settings', 'copyDiagnostics'],
  libraryMissing: ['downloadOllama', 'show settings', 'copyDiagnostics'],
  outOfMemory: ['start', 'show models', 'show settings', 'copyDiagnostics'],
  gpuFault: ['show models', 'show settings', 'downloadOllama', 'copyDiagnostics'],
  modelCorrupt: ['show models', 'copyDiagnostics'],
  limitReached: ['start', 'copyDiagnostics'],
  notOllama: ['show settings', 'downloadOllama', 'copyDiagnostics'],
};

describe('a failure', () => {
  it.each(ServerCause.shape.kind.options)('of the kind %s says what to do', (kind) => {
    expect(remedies(failed(kind))).toEqual(table[kind]);
    for (const { hint, title } of serverRemedies(failed(kind))) {
      expect(serverRemedyText(hint)).toMatch(/\.$/);
      expect(serverRemedyText(title)).not.toMatch(/\.$/);
    }
  });

  it('offers the log where its last lines are not on the page already', () => {
    expect(remedies(failed('exited', { lastLines: [] }))).toContain('show logs');
    expect(remedies(failed('exited'))).not.toContain('show logs');
    expect(remedies(failed('quarantined', { lastLines: [] }))).not.toContain('show logs');
  });

  it.each<[Kind, string, readonly string[]]>([
    [
      'folderDenied',
      '/Volumes/My Disk/models/blobs/sha256-ab',
      [
        `sudo mkdir -p '/Volumes/My Disk/models' && sudo chown -R "$(id -un)" '/Volumes/My Disk/models'`,
        'reveal',
        'show settings',
      ],
    ],
    // Ollama needs its own folder, wherever the models are.
    ['folderDenied', '/x/.ollama', ['sudo mkdir -p /x/.ollama && sudo chown -R "$(id -un)" /x/.ollama', 'reveal']],
    [
      'folderDenied',
      '/Users/jo/.ollama/models/manifests/a',
      ['sudo mkdir -p /Users/jo/.ollama && sudo chown -R "$(id -un)" /Users/jo/.ollama', 'reveal', 'show settings'],
    ],
    // No command hands a part of the system to a user, and none is made of what is no path.
    ['folderDenied', '/usr/share/ollama/.ollama/models', ['reveal', 'show settings']],
    ['folderDenied', '/models', ['reveal', 'show settings']],
    ['folderDenied', '/tmp/a\u001b[2J/b', ['reveal', 'show settings']],
    ['folderDenied', '.ollama/models', ['show settings']],
    ['diskReadOnly', '/Volumes/DVD/models', ['start', 'reveal', 'show settings']],
    ['diskFull', '/Users/jo/.ollama/id_ed25519.pub', ['start', 'reveal']],
    [
      'identityKeyInvalid',
      "/Users/o'jo/.ollama/id_ed25519",
      [
        `sudo chown "$(id -un)" '/Users/o'\\''jo/.ollama/id_ed25519' && chmod 600 '/Users/o'\\''jo/.ollama/id_ed25519'`,
        `mv '/Users/o'\\''jo/.ollama/id_ed25519' '/Users/o'\\''jo/.ollama/id_ed25519.old'`,
        'reveal',
      ],
    ],
  ])('%s of %s offers what helps there', (kind, subject, expected) => {
    expect(remedies(failed(kind, { subject }))).toEqual([...expected, 'copyDiagnostics']);
  });

  it('leads to the setting that the failure is about', () => {
    const places = (kind: Kind) =>
      serverRemedies(failed(kind)).flatMap(({ action }) => ('place' in action ? [action.place] : []));
    expect(places('originsInvalid')).toEqual(['allowedOrigins', 'configuration']);
    expect(places('variableInvalid')).toEqual(['configuration', 'extraVariables']);
    expect(places('folderDenied')).toEqual(['modelsFolder']);
    expect(places('outOfMemory')).toEqual(['contextLength']);
    expect(places('notOllama')).toEqual(['ollamaPath']);
  });

  it('changes nothing that the environment fixes, and names the variable', () => {
    const fixed = {
      port: { variable: 'CORRAL_OLLAMA_PORT', value: 11_434 },
      ollamaPath: { variable: 'CORRAL_OLLAMA', value: '/opt/ollama' },
    };
    for (const kind of ServerCause.shape.kind.options) {
      const offered = serverRemedies(failed(kind), fixed);
      expect(offered.map(({ action }) => action.do)).not.toContain('useFreePort');
      for (const { hint, action } of offered) {
        const place = 'place' in action ? action.place : undefined;
        if (place === 'port') expect(serverRemedyText(hint)).toMatch(/^CORRAL_OLLAMA_PORT sets the port/);
        if (place === 'ollamaPath') expect(serverRemedyText(hint)).toMatch(/^CORRAL_OLLAMA sets it/);
      }
    }
    expect(serverRemedies(failed('addressInUse'), fixed).map(({ action }) => action)).toContainEqual({
      do: 'show',
      page: 'settings',
      place: 'port',
    });
  });

  it('offers another executable where this one said nothing', () => {
    expect(remedies(failed('exitedBeforeReady', { lastLines: [] }))).toEqual([
      'start',
      'downloadOllama',
      'show settings',
      'show logs',
      'copyDiagnostics',
    ]);
  });

  it('looks for memory where the system killed a server that only started', () => {
    const kinds = remedies(failed('exitedBeforeReady', { signal: 'SIGKILL' }));
    expect(kinds).toEqual(['start', 'downloadOllama', 'show settings', 'copyDiagnostics']);
    expect(serverRemedies(failed('exitedBeforeReady', { signal: 'SIGKILL' }))[0]?.title.key).toBe('quitApps.title');
  });

  it('gives a command that a shell takes as it is meant, and none without a path', () => {
    const command = remedies(failed('quarantined', { path: "/My Disk/it’s/o'llama" }))[1];
    expect(command).toBe("xattr -d com.apple.quarantine '/My Disk/it’s/o'\\''llama'");
    expect(remedies(failed('quarantined', { path: null }))).toEqual(['start', 'copyDiagnostics']);
  });
});

it('offers a restart and the log while it doesn’t respond', () => {
  const actual = { state: 'unresponsive', runId: 'r', since: 1 } as const;
  expect(remedies(serverSliceFixture(actual))).toEqual(['restart', 'show logs']);
});

it('offers nothing while all is well', () => {
  expect(serverRemedies(serverSliceFixture({ state: 'running', runId: 'r', since: 1, version: '1' }))).toEqual([]);
});

describe('a port in use', () => {
  const portInUse = { state: 'portInUse', pid: 7, name: 'node', canTakeOver: true } as const;
  const texts = (actual: ServerActual) =>
    serverRemedies(serverSliceFixture(actual)).map(({ title, hint }) => [
      serverRemedyText(title),
      serverRemedyText(hint),
    ]);

  it('can be freed by the app that uses it, if Corral can ask that', () => {
    expect(remedies(serverSliceFixture(portInUse))).toEqual(['takeOver', 'start', 'useFreePort']);
    expect(texts(portInUse).slice(0, 2)).toEqual([
      ['Ask node to quit', 'node (process 7) needs to free port 11434. Then the server starts.'],
      ['Quit it yourself', 'The server starts automatically when port 11434 is free.'],
    ]);
    expect(texts({ ...portInUse, name: null })[0]?.[0]).toBe('Ask the other app to quit');
  });

  it.each([
    [{ ...portInUse, canTakeOver: false }, 'Quit node'],
    [{ ...portInUse, pid: null, name: null }, 'Quit the other app'],
  ])('is otherwise left to the person: %j', (actual, title) => {
    expect(remedies(serverSliceFixture(actual))).toEqual(['start', 'useFreePort']);
    expect(texts(actual)[0]?.[0]).toBe(title);
    expect(texts(actual)[0]?.[1]).toMatch(/^Corral can’t ask it to quit because it belongs to the system/);
  });

  it('names the app on the button and in the question', () => {
    const [ask] = serverRemedies(serverSliceFixture(portInUse));
    if (ask?.action.do !== 'takeOver') throw new Error('the first remedy asks the app');
    expect(ask.action.pid).toBe(7);
    expect(serverRemedyText(ask.action.label)).toBe('Ask node to Quit…');
    expect(serverRemedyText(ask.action.question)).toBe('Ask node to quit?');
  });
});
