// ps-lstart-locales and -not-understood: the start column as real Macs wrote it in other languages, from
// https://github.com/pranshuparmar/witr/pull/218, https://github.com/autonomous-ai/autonomous-harness/pull/54,
// https://github.com/openai/codex/issues/43608, https://github.com/vivekchand/clawmetry/pull/3497 and
// https://github.com/alexgreensh/token-optimizer/issues/73. ps-processes: composed after ps(1) of macOS.
import { expect, test } from 'vitest';
import { nameByCommand, parsePs, readPs } from './process-info-mac.ts';
import { recorded } from './testing/recorded-fixture.ts';

function row(start: string): string {
  return `  845     1   845   501 S    ??        3:10.25 ${start}     /opt/ollama serve --x 1`;
}
async function rows(name: string): Promise<string[]> {
  return (await recorded(name)).trimEnd().split('\n');
}

test('parses the output of ps, without zombies', async () => {
  const infos = parsePs(await recorded('ps-processes'));
  expect(infos.map(({ pid, name }) => [pid, name])).toEqual([
    [1, 'launchd'],
    [501, 'Ollama'],
    [512, 'ollama'],
    [777, 'llama-server'],
    [845, 'ollama'],
    [900, 'ollama'],
    [901, '-zsh'],
    [950, 'LM Studio'],
    [951, 'LM Studio'],
    [960, 'ollama'],
    [970, 'mDNSResponder'],
    [971, 'open'],
  ]);
  expect(infos.find(({ pid }) => pid === 777)).toEqual({
    pid: 777,
    ppid: 512,
    pgid: 501,
    uid: 501,
    startTime: 'Mon Nov 9 10:16:40 2026',
    name: 'llama-server',
    args: '/Applications/Ollama.app/Contents/Resources/llama-server --model /Volumes/My Disk/models/blobs/sha256-1',
    hasTerminal: false,
    isStopped: false,
    cpuMs: (113 * 60 + 5) * 1000 + 90,
  });
  expect(infos.find(({ pid }) => pid === 900)).toMatchObject({
    hasTerminal: true,
    isStopped: true,
    args: 'ollama serve',
  });
  expect(infos.find(({ pid }) => pid === 970)).toMatchObject({ uid: -2 });
});

test('names a process by its command, which ends where its arguments begin', () => {
  const named = (args: string, comm: string) => {
    const [info] = parsePs(`${row('Tue Nov 10 08:00:01 2026').split('     /opt')[0]}     ${args}\n`);
    return nameByCommand(info?.args ?? '', comm);
  };
  expect(named('/Users/me/My Tools/my server --port 1', '/Users/me/My Tools/my server')).toBe('my server');
  expect(named('/Volumes/My Disk/bin/ollama serve', '/Volumes/My Disk/bin/ollama')).toBe('ollama');
  expect(named('/Users/me/foo sub/x', '/Users/me/foo')).toBe('foo');
  expect(named('ssh: /Users/me/.colima/ssh.sock [mux]', 'ssh: /Users/me/.colima/ssh.sock [mux]')).toBe('ssh');
  expect(named('/opt/homebrew/bin/ollama serve', '/bin/sh')).toBe('ollama');
});

test('parses a start time in another language, where LC_ALL doesn’t reach ps', async () => {
  for (const start of await rows('ps-lstart-locales')) {
    const [info] = readPs(`${row(start).replace('3:10.25', '3:10,25')}\n`);
    expect(info).toMatchObject({ pid: 845, startTime: start.replace(/\s+/g, ' '), args: '/opt/ollama serve --x 1' });
    expect(info?.cpuMs).toBe(190_250);
  }
});

test('doesn’t take a process for gone because the output of ps can’t be parsed', async () => {
  for (const start of await rows('ps-lstart-not-understood')) {
    expect(() => readPs(`${row(start)}\n`)).toThrow("Couldn't parse");
  }
  expect(readPs('')).toEqual([]);
  expect(readPs('  779   512   501   501 Z    ??        0:00.00 -                            <defunct>\n')).toEqual([]);
});
