import { ORPCError } from '@orpc/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { RunSummary, ServerActual, ServerCause, ServerSlice } from '../../../contract/server.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { ServerPage } from './ServerPage.tsx';

function server(changes: Partial<ServerSlice>): ServerSlice {
  return { ...snapshotFixture.server, ...changes };
}

function page(changes: Partial<ServerSlice>, respond?: (path: string) => unknown) {
  return renderWithCorral(<ServerPage />, { patch: { server: server(changes) }, ...(respond && { respond }) });
}

function external(changes: Partial<Extract<ServerActual, { state: 'external' }>> = {}): ServerActual {
  return {
    state: 'external',
    owner: 'ollamaApp',
    pid: 812,
    version: '0.32.12',
    canTakeOver: true,
    ...changes,
  };
}
function failed(kind: ServerCause['kind'], lastLines: string[] = []): ServerActual {
  return {
    state: 'failed',
    at: 0,
    cause: { kind, message: 'The server ended with exit code 2.', exitCode: 2, signal: null, lastLines },
  };
}
function button(name: string | RegExp) {
  return screen.getByRole('button', { name });
}
/** Clicks a button, once the code that it needs has loaded. */
async function click(name: string | RegExp): Promise<void> {
  await waitFor(() => expect(button(name)).toHaveProperty('disabled', false));
  await userEvent.click(button(name));
}

describe('a failure that the last words name', () => {
  const cause = {
    kind: 'folderDenied',
    message: 'x',
    exitCode: 1,
    signal: null,
    subject: '/Volumes/SSD/models',
  } as const;
  const actual: ServerActual = { state: 'failed', at: 0, cause: { ...cause, lastLines: ['Error: mkdir x'] } };

  it('leads to the field of the models folder, and copies the command', () => {
    page({ actual });
    expect(screen.getByRole('link', { name: 'Open Settings' }).getAttribute('href')).toBe('#/settings/modelsFolder');
    expect(screen.getByText(/^sudo mkdir -p \/Volumes\/SSD\/models/)).toBeTruthy();
    expect(button('Copy chown command')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show Folder' })).toBeNull();
  });

  it('shows the folder where there is a file manager', async () => {
    const { app } = snapshotFixture;
    const capabilities = { ...app.capabilities, revealFile: true };
    const { calls } = renderWithCorral(<ServerPage />, {
      patch: { server: server({ actual }), app: { ...app, platform: 'darwin', capabilities } },
    });
    await click('Show in Finder');
    expect(calls).toEqual([['app.reveal', { what: 'failure' }]]);
  });
});

describe('an external server', () => {
  it('is taken over only after the person agreed, and only the process that was shown', async () => {
    const { calls } = page({ actual: external() });
    expect(screen.getByText(/The Ollama app started this server/)).toBeTruthy();
    await click('Take Over…');
    expect(screen.getByText(/asks the Ollama app to quit.*Login Items.*interrupted/)).toBeTruthy();
    await click('Cancel');
    expect(calls).toEqual([]);
    await click('Take Over…');
    await click('Take Over');
    expect(calls).toEqual([['server.takeOver', { pid: 812 }]]);
  });

  it('says in place why it couldn’t take over', async () => {
    page({ actual: external() }, () => {
      throw new ORPCError('TAKE_OVER_FAILED', {
        defined: true,
        message: 'The other server is still running.',
        data: { reason: 'It didn’t quit.' },
      });
    });
    await click('Take Over…');
    await click('Take Over');
    expect(await screen.findByText('The other server is still running. It didn’t quit.')).toBeTruthy();
  });

  it('that Corral can’t ask to quit is left to the person, with the command', () => {
    page({ actual: external({ owner: 'unknown', pid: 9, canTakeOver: false }) });
    expect(screen.queryByRole('button', { name: /^Take Over/ })).toBeNull();
    expect(screen.getByText(/belongs to another user/)).toBeTruthy();
    expect(screen.getByText('sudo kill 9')).toBeTruthy();
  });

  it('can keep running while Corral uses another port, whose address is then shown', async () => {
    const { calls, change } = page({ actual: external() }, () => ({ port: 11435 }));
    expect(screen.getByText(/apps need the new address/)).toBeTruthy();
    await click('Use Another Port');
    expect(calls).toEqual([['server.useFreePort', undefined]]);
    change({
      server: server({
        actual: { state: 'starting', runId: 'r', since: 0 },
        port: 11435,
        baseUrl: 'http://localhost:11435/v1',
      }),
    });
    expect(screen.getByText(/Update your apps to http:\/\/localhost:11435\/v1/)).toBeTruthy();
    await click(/^Dismiss/);
    expect(screen.queryByText(/Update your apps/)).toBeNull();
  });
});

it('offers to quit the Ollama app that keeps failing to start its server, unless it listens beside ours', async () => {
  const ollamaApp = { pid: 7 };
  const { calls, change } = page({ ollamaApp });
  expect(screen.getByText('The Ollama app can’t start its own server')).toBeTruthy();
  await click('Quit the Ollama App');
  expect(calls).toEqual([['server.quitOllamaApp', undefined]]);
  change({ server: server({ ollamaApp, portConflicts: [{ address: '0.0.0.0', pid: 8, name: 'ollama' }] }) });
  expect(screen.queryByText('The Ollama app can’t start its own server')).toBeNull();
});

describe('a port that the environment fixes', () => {
  const app = {
    ...snapshotFixture.app,
    fixed: { port: { variable: 'CORRAL_OLLAMA_PORT', value: 11434 } },
  };
  it.each<readonly [string, Partial<ServerSlice>]>([
    ['used by another server', { actual: external() }],
    ['used by another app', { actual: { state: 'portInUse', pid: 7, name: 'nginx', canTakeOver: true } }],
    ['taken while the server started', { actual: failed('addressInUse') }],
    ['taken by the Ollama app', { actual: failed('stoppedByOllamaApp') }],
  ])('and is %s can only be changed there', (_case, changes) => {
    renderWithCorral(<ServerPage />, { patch: { app, server: server(changes) } });
    expect(screen.queryByRole('button', { name: 'Use Another Port' })).toBeNull();
    expect(screen.getByText(/^CORRAL_OLLAMA_PORT sets the port in the environment\./)).toBeTruthy();
  });

  it('isn’t to be changed in Settings where another app listens on it too', () => {
    const portConflicts = [{ address: '::1', pid: 5, name: 'node' }];
    renderWithCorral(<ServerPage />, { patch: { app, server: server({ portConflicts }) } });
    expect(screen.getByText(/Quit it, or start Corral with a different port in CORRAL_OLLAMA_PORT\.$/)).toBeTruthy();
  });
});

describe('an executable that the environment names', () => {
  it('and that doesn’t work is to be corrected there', () => {
    renderWithCorral(<ServerPage />, {
      patch: {
        app: { ...snapshotFixture.app, fixed: { ollamaPath: { variable: 'CORRAL_OLLAMA', value: '/x/ollama' } } },
        server: server({ actual: { state: 'notInstalled', detail: '/x/ollama' } }),
      },
    });
    expect(screen.getByText(/^CORRAL_OLLAMA is set to \/x\/ollama in the environment\./)).toBeTruthy();
    expect(screen.queryByText('Use an existing copy')).toBeNull();
  });
});

describe('a port in use', () => {
  it('that can’t be changed says why', async () => {
    page({ actual: { state: 'portInUse', pid: 7, name: 'nginx', canTakeOver: true } }, () => {
      throw new ORPCError('INVALID_SETTING', {
        defined: true,
        data: { field: 'port', reason: 'CORRAL_OLLAMA_PORT fixes the port.' },
      });
    });
    await click('Use Another Port');
    expect(await screen.findByText('CORRAL_OLLAMA_PORT fixes the port.')).toBeTruthy();
  });

  it('offers to ask the app that uses it to quit', async () => {
    const { calls } = page({ actual: { state: 'portInUse', pid: 7, name: 'nginx', canTakeOver: true } });
    await click('Ask nginx to Quit…');
    await click('Ask to Quit');
    expect(calls).toEqual([['server.takeOver', { pid: 7 }]]);
    expect(button('Start server')).toBeTruthy();
  });

  it('offers to try again where that app can’t be asked', async () => {
    const { calls } = page({ actual: { state: 'portInUse', pid: 1, name: 'launchd', canTakeOver: false } });
    expect(screen.queryByRole('button', { name: /^Ask/ })).toBeNull();
    await click('Try Again');
    expect(calls).toEqual([['server.start', undefined]]);
  });
});

describe('a failure', () => {
  it('shows the command against quarantine and the last lines', () => {
    page({ actual: failed('quarantined', ['killed']) });
    expect(screen.getByText('xattr -d com.apple.quarantine /usr/local/bin/ollama')).toBeTruthy();
    expect(button('Copy xattr command')).toBeTruthy();
    expect(screen.getByText('killed')).toBeTruthy();
  });

  it('puts diagnostics on the clipboard', async () => {
    const user = userEvent.setup();
    const { calls } = page({ actual: failed('exited') }, () => 'the report');
    await user.click(button('Copy Diagnostics'));
    expect(await screen.findAllByText('Copied')).not.toEqual([]);
    expect(await navigator.clipboard.readText()).toBe('the report');
    expect(calls).toEqual([['app.diagnostics', undefined]]);
  });

  it('says when a remedy’s button did not work', async () => {
    page({ actual: failed('neverReady') }, () => {
      throw new Error('socket closed');
    });
    await click('Try Again');
    expect(await screen.findByText(/Can’t connect to Corral/)).toBeTruthy();
  });
});

describe('the warnings', () => {
  it('name the other app on the port', () => {
    page({ portConflicts: [{ address: '::1', pid: 5, name: 'node' }] });
    expect(screen.getByText(/\[::1\]:11434 connects to node \(process 5\)/)).toBeTruthy();
  });

  it('list what is known of an old Ollama, and lead to its page', async () => {
    const advisory = {
      id: 'CVE-1',
      title: 'It leaks',
      fixedIn: '0.33.0',
      url: 'https://nvd.nist.gov/vuln/detail/CVE-1',
    };
    page({ advisories: [advisory] });
    expect(screen.getByText('Ollama 0.32.15 has a known vulnerability')).toBeTruthy();
    expect(screen.queryByText('It leaks')).toBeNull();
    await click('Show Details');
    expect(screen.getByText('Fixed in 0.33.0')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Read more about CVE-1' }).getAttribute('href')).toBe(advisory.url);
  });
});

describe('the run history', () => {
  const runs: RunSummary[] = Array.from({ length: 7 }, (_, index) => ({
    runId: `r${index}`,
    startedAt: Date.now() - 60_000 * index,
    pid: 100 + index,
    version: '0.32.15',
    adopted: index === 0,
    end: index === 0 ? null : { at: Date.now() - 60_000 * index + 9_000, kind: 'exited', message: 'It crashed.' },
  }));

  it('lists the runs, newest first, a few at once', async () => {
    page({ runs });
    const history = within(screen.getByRole('region', { name: 'Run history' }));
    expect(history.getByText(/reattached/)).toBeTruthy();
    expect(history.getAllByText('Quit unexpectedly')).toHaveLength(4);
    await click('Show All 7');
    expect(history.getAllByText('Quit unexpectedly')).toHaveLength(6);
    expect(history.getAllByText(/^At \d\d:\d\d: It crashed\./)).toHaveLength(6);
    expect(screen.getByText('Restarts').nextSibling?.textContent).toBe('6');
  });

  it('is empty before the first start', () => {
    page({ runs: [] });
    expect(screen.getByText('No runs yet.')).toBeTruthy();
  });
});
