import { expect, test } from 'vitest';
import type { ProcessInfo } from '../os/process-info.ts';
import { classifyOwner } from './port-holder.ts';

const info = (change: Partial<ProcessInfo>): ProcessInfo => ({
  pid: 7,
  ppid: 1,
  pgid: 7,
  startTime: '1',
  name: 'ollama',
  args: 'ollama serve',
  hasTerminal: false,
  ...change,
});
const app = info({ pid: 2, args: '/Applications/Ollama.app/Contents/MacOS/Ollama' });

test.each([
  ['ollamaApp', info({ args: '/Applications/Ollama.app/Contents/Resources/ollama serve', ppid: 2 }), null],
  ['ollamaApp', info({ ppid: 2 }), app],
  ['homebrew', info({ args: '/opt/homebrew/opt/ollama/bin/ollama serve' }), null],
  ['terminal', info({ args: '/opt/homebrew/bin/ollama serve', ppid: 9, hasTerminal: true }), null],
  ['terminal', info({ args: '/Applications/Ollama.app/Contents/Resources/ollama serve', hasTerminal: true }), null],
  ['homebrew', info({ args: '/usr/local/opt/ollama/bin/ollama serve' }), null],
  ['launchd', info({}), null],
  ['unknown', info({ ppid: 9 }), null],
  ['unknown', null, null],
] as const)('%s', (expected, process, parent) => {
  expect(classifyOwner(process, parent, 'darwin')).toBe(expected);
});

test('nobody is launchd on Linux', () => {
  expect(classifyOwner(info({}), null, 'linux')).toBe('unknown');
});
