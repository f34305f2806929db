import { describe, expect, it } from 'vitest';
import type { ServerCause } from '../../../contract/server.ts';
import { classifyExit } from './server-cause.ts';
import { lastWordsByKind } from './testing/last-words-fixture.ts';

type Kind = ServerCause['kind'];
const failed = { code: 1, signal: null };

/** Go's stacks after a panic, as Ollama prints them. */
const goroutines = [
  '',
  'goroutine 1 [running]:',
  'github.com/gin-contrib/cors.newCors({0x0, {0xc0005a6000, 0x12, 0x12}, 0x0, 0x0})',
  '\tgithub.com/gin-contrib/cors@v1.7.2/config.go:44 +0x1d4',
  'github.com/ollama/ollama/server.(*Server).GenerateRoutes(0xc000138020, 0x0)',
  '\tgithub.com/ollama/ollama/server/routes.go:1126 +0x1a9',
  'main.main()',
  '\tgithub.com/ollama/ollama/main.go:12 +0x4d',
];
const config =
  'time=2026-08-21T10:15:30.101Z level=INFO source=routes.go:1951 msg="server config" env="map[OLLAMA_ORIGINS:[a] OLLAMA_MODELS:/m]"';
const sentence = /^[A-Z].*[^.]\.$/;

const rows = Object.entries(lastWordsByKind).flatMap(([kind, inputs]) =>
  inputs.map(([words, subject]) => [kind as Kind, words, subject] as const),
);

describe('the last words name', () => {
  it.each(rows)('%s: %s', (kind, words, subject) => {
    const early = classifyExit(failed, [config, ...words.split('\n'), ...goroutines], false);
    // What no server says of itself as its last words counts only where it says nothing else.
    const cause = early.kind === kind ? early : classifyExit(failed, words.split('\n'), false);
    expect(cause).toMatchObject({ kind, ...(subject === undefined ? {} : { subject }) });
    expect(cause.subject).toBe(subject);
    expect(cause.message).toMatch(sentence);
  });
});

it('names a server’s death after it was ready by the same words', () => {
  const lines = [config, 'CUDA error: out of memory', 'SIGABRT: abort', ...goroutines];
  expect(classifyExit({ code: 2, signal: null }, lines, true)).toEqual({
    kind: 'gpuFault',
    message: 'The GPU failed: CUDA error: out of memory.',
    exitCode: 2,
    signal: null,
    wasReady: true,
    lastLines: lines,
  });
});

it.each<[string, readonly string[], boolean, Kind, string]>([
  [
    'unknown words',
    ['panic: runtime error: index out of range [3] with length 3', ...goroutines],
    false,
    'exitedBeforeReady',
    'The server quit with exit code 1 before it was ready: panic: runtime error: index out of range [3] with length 3.',
  ],
  [
    'unknown words after it was ready',
    ['SIGSEGV: segmentation violation', 'PC=0x1 m=5 sigcode=2', ...goroutines],
    true,
    'exited',
    'The server quit with exit code 1: SIGSEGV: segmentation violation.',
  ],
  [
    'a runner’s crash that the server outlived',
    [
      'CUDA error: out of memory',
      ...goroutines,
      'time=2026-08-21T10:15:30.101Z level=ERROR source=server.go:1 msg="llama runner terminated"',
    ],
    true,
    'exited',
    'The server quit with exit code 1.',
  ],
  [
    'a runner’s crash before the server’s own',
    ['SIGILL: illegal instruction', ...goroutines, 'fatal error: all goroutines are asleep - deadlock!', ...goroutines],
    true,
    'exited',
    'The server quit with exit code 1: fatal error: all goroutines are asleep - deadlock!.',
  ],
  [
    'a log line among the stacks',
    ['panic: $HOME is not defined', ...goroutines, config, ...goroutines.slice(1)],
    true,
    'homeMissing',
    'The server doesn’t know its home folder because HOME isn’t set.',
  ],
  [
    'what the log tells of the environment',
    [config],
    false,
    'exitedBeforeReady',
    'The server quit with exit code 1 before it was ready.',
  ],
  [
    'the first start',
    [
      "Couldn't find '/x/.ollama/id_ed25519'. Generating new private key.",
      'Your new public key is: ',
      '',
      'ssh-ed25519 AAAAC3Nz',
    ],
    false,
    'exitedBeforeReady',
    'The server quit with exit code 1 before it was ready.',
  ],
  [
    'a wrapper script’s words',
    ['starting…', 'cannot reach the vault'],
    false,
    'exitedBeforeReady',
    'The server quit with exit code 1 before it was ready: cannot reach the vault.',
  ],
  [
    'very long words',
    [`Error: ${'x'.repeat(5_000)}`],
    false,
    'exitedBeforeReady',
    `The server quit with exit code 1 before it was ready: ${'x'.repeat(299)}….`,
  ],
])('%s', (_what, lines, wasReady, kind, message) => {
  expect(classifyExit(failed, lines, wasReady)).toMatchObject({ kind, message });
});

it('knows a crash in the search for GPUs by its frames', () => {
  const frames = ['goroutine 1 [syscall]:', 'github.com/ollama/ollama/discover._Cfunc_nvml_init(0x1)', '\tx.go:1'];
  expect(classifyExit(failed, ['SIGSEGV: segmentation violation', ...frames], false).kind).toBe('gpuFault');
});

it('takes no longer for hostile words', () => {
  const lines = [`Error: ${'open /a '.repeat(20_000)}`, `panic: ${'GGUF tensor missing x'.repeat(9_000)}`];
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    classifyExit(failed, [...lines, ...lines], false);
    return performance.now() - start;
  });
  // The fastest, because a busy machine makes others slow.
  expect(Math.min(...times)).toBeLessThan(100);
});
