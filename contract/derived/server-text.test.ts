import { describe, expect, it } from 'vitest';
import { type RunSummary, type ServerActual, ServerCause, ServerOwner, type ServerSlice } from '../server.ts';
import { serverText } from './catalog/en/server.ts';
import { serverDescription } from './server-description.ts';
import { serverActions } from './server-state.ts';
import {
  ownerName,
  portUser,
  runEndLabel,
  serverBannerTitle,
  serverCaption,
  serverTitle,
  shortServerCaption,
  startBlockedReason,
  stopInstructions,
} from './server-text.ts';
import { serverSliceFixture } from './testing/server-slice-fixture.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
const minute = 60_000;
const run = { runId: 'r', since: now - 4 * minute };

function cause(kind: ServerCause['kind']): ServerCause {
  return { kind, message: 'The server quit.', exitCode: 2, signal: null, lastLines: [] };
}

function failed(kind: ServerCause['kind']): ServerActual {
  return { state: 'failed', at: now, cause: cause(kind) };
}

function external(owner: ServerOwner): ServerActual {
  return { state: 'external', owner, pid: 7, version: '0.32.6', canTakeOver: true };
}

function portInUse(name: string | null, pid: number | null): ServerActual {
  return { state: 'portInUse', pid, name, canTakeOver: true };
}

function server(actual: ServerActual, changes: Partial<ServerSlice> = {}): ServerSlice {
  const program = { path: '/bin/ollama', version: '0.32.6', source: 'path' } as const;
  return serverSliceFixture(actual, { program, ...changes });
}

/** State, title, caption, description. */
const table: readonly (readonly [ServerActual, string, string, string])[] = [
  [
    { state: 'notInstalled', detail: null },
    'Not installed',
    'Ollama not found',
    'Corral runs models with Ollama, which isn’t installed.',
  ],
  [{ state: 'stopped' }, 'Stopped', 'Ollama 0.32.6', 'Apps can’t use models until you start the server.'],
  [
    { state: 'stopped', byOther: { at: now } },
    'Stopped',
    'Stopped by another process',
    'Another process stopped the server at 15:53. Apps can’t use models until you start it again.',
  ],
  [
    { state: 'starting', runId: 'r', since: now - 9_000 },
    'Starting…',
    'Waiting for a response',
    'Waiting for the server to respond.',
  ],
  [
    { state: 'starting', runId: 'r', since: now - 10_000 },
    'Starting…',
    'Waiting for a response',
    'Still waiting after 10 s. The first start after an update can take longer.',
  ],
  [
    { state: 'running', ...run, version: '0.32.6' },
    'Running',
    'Ollama 0.32.6, since 15:49',
    'Running since 15:49 today (4 min).',
  ],
  [
    { state: 'running', runId: 'r', since: now - 16 * 60 * minute, version: '0.32.6' },
    'Running',
    'Ollama 0.32.6, since 23:53',
    'Running since 23:53 yesterday (16 h).',
  ],
  [
    { state: 'running', runId: 'r', since: now - 72 * 60 * minute, version: '0.32.6' },
    'Running',
    'Ollama 0.32.6, since 15:53',
    'Running since 15:53 on Nov 20 (3 d).',
  ],
  [
    { state: 'unresponsive', ...run },
    'Not responding',
    'Since 15:49',
    'No response since 15:49 (4 min). It may be loading a model. Corral restarts it automatically if this continues.',
  ],
  [
    { state: 'restarting', attempt: 2, nextAt: now + 4_000, cause: cause('exited') },
    'Restarting…',
    'Attempt 2',
    'The server quit. Restarting in 4 s.',
  ],
  [
    { state: 'restarting', attempt: 2, nextAt: now, cause: cause('exited') },
    'Restarting…',
    'Attempt 2',
    'The server quit. Restarting now.',
  ],
  [failed('exited'), 'Keeps crashing', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('unresponsive'), 'Keeps crashing', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('neverReady'), 'Couldn’t start', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('exitedBeforeReady'), 'Couldn’t start', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('spawnFailed'), 'Couldn’t start', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('orphanStillRunning'), 'Couldn’t start', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('stopFailed'), 'Couldn’t start', 'Gave up at 15:53', 'The server quit. Corral gave up at 15:53.'],
  [failed('addressInUse'), 'Couldn’t start', 'Port 11434 is in use', 'The server quit. Corral gave up at 15:53.'],
  [failed('addressUnavailable'), 'Couldn’t start', 'Address unavailable', 'The server quit. Corral gave up at 15:53.'],
  [
    failed('programMissing'),
    'Couldn’t start',
    'The Ollama executable is missing',
    'The server quit. Corral gave up at 15:53.',
  ],
  [
    failed('notExecutable'),
    'Couldn’t start',
    'The Ollama executable can’t be run',
    'The server quit. Corral gave up at 15:53.',
  ],
  [failed('quarantined'), 'Couldn’t start', 'macOS blocked Ollama', 'The server quit. Corral gave up at 15:53.'],
  [
    failed('wrongArchitecture'),
    'Couldn’t start',
    'Ollama is built for a different computer',
    'The server quit. Corral gave up at 15:53.',
  ],
  [
    failed('stoppedByOllamaApp'),
    'Couldn’t start',
    'Stopped by the Ollama app',
    'The server quit. Corral gave up at 15:53.',
  ],
  [
    failed('modelsFolderUnavailable'),
    'Couldn’t start',
    'Waiting for models folder',
    'The server quit. Waiting since 15:53. The server starts automatically when the folder is available.',
  ],
  [{ state: 'stopping', runId: 'r', since: now }, 'Stopping…', 'Waiting for the server to quit', 'Shutting down.'],
  [
    { state: 'stopping', runId: 'r', since: now - 12_000 },
    'Stopping…',
    'Waiting for the server to quit',
    'Still shutting down after 12 s. Corral will force it to quit.',
  ],
  [
    external('ollamaApp'),
    'Running outside Corral',
    'Ollama 0.32.6, started by the Ollama app',
    'The Ollama app started this server on port 11434. Corral can use it but can’t start, stop, or configure it.',
  ],
  [
    external('terminal'),
    'Running outside Corral',
    'Ollama 0.32.6, started in a terminal window',
    'This server was started in a terminal window on port 11434. Corral can use it but can’t start, stop, or configure it.',
  ],
  [
    external('otherUser'),
    'Running outside Corral',
    'Ollama 0.32.6, started by another user',
    'Another user started this server on port 11434. Corral can use it but can’t start, stop, or configure it.',
  ],
  [
    portInUse('node', 7),
    'Port in use',
    'node is using port 11434',
    'node (process 7) is using port 11434, so the server can’t start.',
  ],
  [
    portInUse(null, 7),
    'Port in use',
    'Another app is using port 11434',
    'Process 7 is using port 11434, so the server can’t start.',
  ],
  [
    portInUse(null, null),
    'Port in use',
    'Another app is using port 11434',
    'Another app is using port 11434, so the server can’t start.',
  ],
];

describe('the server', () => {
  it.each(table)('%j is titled, captioned and described', (actual, title, caption, description) => {
    expect(serverText(serverTitle(actual, false))).toBe(title);
    expect(serverText(serverCaption(server(actual)))).toBe(caption);
    expect(serverText(serverDescription(server(actual), now))).toBe(description);
  });

  it.each(table)('%j that can’t be started says why', (actual) => {
    expect(startBlockedReason(actual) === null).toBe(serverActions(actual).canStart);
  });

  it.each(table)('%j leaves something to do, on its page if nowhere else', (actual) => {
    const { canStart, canStop } = serverActions(actual);
    const hasOwnPage = actual.state === 'notInstalled' || actual.state === 'external';
    expect(canStart || canStop || hasOwnPage || actual.state === 'stopping').toBe(true);
  });

  it('is titled apart while it is open, and has no version before it was found', () => {
    const [running] = [{ state: 'running', ...run, version: '1' } as const];
    expect(serverText(serverTitle(running, true))).toBe('Running, open');
    expect(serverText(serverCaption(server({ state: 'stopped' }, { program: null })))).toBe('Not running');
  });

  it('has a short caption where there is little room', () => {
    const short = (actual: ServerActual) => serverText(shortServerCaption(server(actual)));
    expect(short({ state: 'running', ...run, version: '0.32.6' })).toBe('Ollama 0.32.6');
    expect(short(external('homebrew'))).toBe('Ollama 0.32.6');
    expect(short(portInUse('node', 7))).toBe('Port 11434');
    expect(short({ state: 'unresponsive', ...run })).toBe('Since 15:49');
  });

  it('says how often it was tried since it had last been stable', () => {
    const ended = (ageMs: number, lastedMs: number): RunSummary => ({
      runId: 'r',
      startedAt: now - ageMs,
      pid: 7,
      version: '1',
      adopted: false,
      end: { at: now - ageMs + lastedMs, kind: 'exited', message: 'It quit.' },
    });
    const runs = [ended(20_000, 4_000), ended(40_000, 4_000), ended(60_000, 4_000), ended(500_000, 430_000)];
    expect(serverText(serverDescription(server(failed('exited'), { runs }), now))).toBe(
      'The server quit. Corral tried 3 times in 1 min and gave up at 15:53.',
    );
  });
});

describe('a page that needs the server', () => {
  it.each<[ServerActual, string | null]>([
    [{ state: 'stopped' }, 'The server is stopped'],
    [{ state: 'stopped', byOther: { at: now } }, 'Another process stopped the server'],
    [{ state: 'notInstalled', detail: null }, 'Ollama isn’t installed'],
    [failed('exited'), 'The server isn’t running because it keeps crashing'],
    [failed('neverReady'), 'The server isn’t running because it couldn’t start'],
    [portInUse('node', 7), 'The server isn’t running because its port is in use'],
    [{ state: 'stopping', ...run }, null],
    [{ state: 'starting', ...run }, null],
    [{ state: 'unresponsive', ...run }, null],
    [external('homebrew'), null],
  ])('where it is %j: %s', (actual, title) => {
    const banner = serverBannerTitle(actual);
    expect(banner && serverText(banner)).toBe(title);
  });
});

describe('an owner', () => {
  it.each<[ServerOwner, string, string, string]>([
    ['ollamaApp', 'The Ollama app', 'started by the Ollama app', 'Quit Ollama from the menu bar.'],
    ['homebrew', 'Homebrew', 'started by Homebrew', 'Stop the Homebrew service.'],
    ['launchd', 'A launch agent', 'started by a launch agent', 'Turn off the launch agent that starts it.'],
    ['terminal', 'A terminal window', 'started in a terminal window', 'Press Control-C in its terminal window.'],
    [
      'otherUser',
      'Another user',
      'started by another user',
      'Ask that user to stop it, or run this command in a terminal.',
    ],
    ['unknown', 'Another process', 'started by another process', 'Stop it the way it was started.'],
  ])('%s', (owner, name, caption, stop) => {
    expect(serverText(ownerName(owner))).toBe(name);
    expect(serverText(serverCaption(server(external(owner))))).toBe(`Ollama 0.32.6, ${caption}`);
    expect(serverText(stopInstructions(owner))).toBe(stop);
  });

  it('of every kind has a name', () => {
    for (const owner of ServerOwner.options) expect(serverText(ownerName(owner))).not.toBe('');
  });
});

describe('the user of a port', () => {
  it.each([
    ['node', 7, 'node (process 7)'],
    ['node', null, 'node'],
    [null, 7, 'Process 7'],
    [null, null, 'Another app'],
  ] as const)('%s, %s: %s', (name, pid, text) => expect(portUser({ name, pid })).toBe(text));
});

describe('a run', () => {
  const ended = (kind: string) => runEndLabel({ end: { at: now, kind, message: 'It quit.' } });

  it.each([...ServerCause.shape.kind.options, 'stopped'])('that ended by %s has a label of its own', (kind) => {
    expect(serverText(ended(kind))).not.toMatch(/^Ended$|^Running$/);
  });

  it('that ended in a way this version doesn’t know still ended', () => {
    expect(serverText(ended('new'))).toBe('Ended');
    expect(serverText(runEndLabel({ end: null }))).toBe('Running');
  });
});
