import { expect, test } from 'vitest';
import type { ServerCause } from '../../../contract/server.ts';
import { classifyExit, type Exit } from './server-cause.ts';

const quit: Exit = { code: 3, signal: null };
const killed: Exit = { code: null, signal: 'SIGKILL' };
const unknown: Exit = { code: null, signal: null };

test.each<[Exit, readonly string[], ServerCause['kind'], string]>([
  [quit, [], 'exited', 'The server quit with exit code 3.'],
  [killed, ['Error: unrelated'], 'exited', 'The server was terminated by SIGKILL.'],
  [unknown, [], 'exited', 'The server quit unexpectedly.'],
])('after it was ready: %j with %j is %s', (exit, lines, kind, message) => {
  expect(classifyExit(exit, lines, true)).toEqual({
    kind,
    message,
    exitCode: exit.code,
    signal: exit.signal,
    lastLines: lines,
  });
});

test.each<[Exit, readonly string[], ServerCause['kind'], string]>([
  [quit, [], 'exitedBeforeReady', 'The server quit with exit code 3 before it was ready.'],
  [
    killed,
    ['Error: first', 'raw', 'Error: no {space} left.', 'raw'],
    'exitedBeforeReady',
    'The server was terminated by SIGKILL before it was ready: no {space} left.',
  ],
  [unknown, [], 'exitedBeforeReady', 'The server quit unexpectedly before it was ready.'],
  [quit, ['Error: bind: address already in use'], 'addressInUse', 'Another app is using the port.'],
  [
    quit,
    ["Error: bind: can't assign requested address"],
    'addressUnavailable',
    'This Mac no longer has the address the server listens on.',
  ],
])('before it was ready: %j with %j is %s', (exit, lines, kind, message) => {
  expect(classifyExit(exit, lines, false)).toMatchObject({ kind, message });
});
