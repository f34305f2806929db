import { expect, test } from 'vitest';
import { outsideStop } from './outside-stop.ts';

const log = ['time=2026-11-29T19:36:58.580Z level=INFO source=routes.go:2009 msg="Listening on 127.0.0.1:11434"'];
/** What Ollama 0.33.0 writes. */
const quit = [...log, 'SIGQUIT: quit', 'PC=0x48cf03 m=0 sigcode=0', '', 'goroutine 0 gp=0x3 m=0 [idle]:', 'gs     0x0'];
const abort = [...log, 'SIGABRT: abort', 'PC=0x48cf03 m=0 sigcode=0', '', 'goroutine 0 gp=0x3 m=0 [idle]:'];

test.each([
  ['SIGTERM or SIGINT, handled', { code: 0, signal: null }, log, true, ''],
  ['the same before it was ready', { code: 0, signal: null }, log, false, ''],
  ['SIGTERM before there is a handler', { code: null, signal: 'SIGTERM' }, [], false, 'SIGTERM'],
  ['SIGINT before there is a handler', { code: null, signal: 'SIGINT' }, [], false, 'SIGINT'],
  ['SIGHUP, which Ollama doesn’t handle', { code: null, signal: 'SIGHUP' }, log, true, 'SIGHUP'],
  ['SIGQUIT, with Go’s stacks', { code: 2, signal: null }, quit, true, 'SIGQUIT'],
  ['SIGQUIT of an adopted server', { code: null, signal: null }, quit, true, 'SIGQUIT'],
  ['SIGTERM of the server of a wrapper script', { code: 143, signal: null }, [], true, 'SIGTERM'],
  ['SIGINT of the server of a wrapper script', { code: 130, signal: null }, log, false, 'SIGINT'],
  ['SIGKILL', { code: null, signal: 'SIGKILL' }, log, true, null],
  ['SIGKILL of the server of a wrapper script', { code: 137, signal: null }, log, true, null],
  ['a fault', { code: null, signal: 'SIGSEGV' }, log, true, null],
  ['an assertion that fails', { code: 2, signal: null }, abort, true, null],
  ['a panic', { code: 2, signal: null }, [...log, 'panic: out of luck', '', 'goroutine 1 [running]:'], true, null],
  [
    'an error',
    { code: 1, signal: null },
    ['Error: listen tcp 127.0.0.1:11434: bind: address already in use'],
    false,
    null,
  ],
  ['an executable that isn’t Ollama', { code: 0, signal: null }, ['usage: …'], false, null],
  ['one that says nothing', { code: 0, signal: null }, [], false, null],
  ['an adopted server that is gone', { code: null, signal: null }, log, true, null],
  ['an adopted server that was quit earlier in the log', { code: null, signal: null }, [...quit, ...log], true, null],
] as const)('%s', (_what, exit, lines, wasReady, signal) => {
  expect(outsideStop(exit, lines, wasReady)?.signal ?? null).toBe(signal);
});
