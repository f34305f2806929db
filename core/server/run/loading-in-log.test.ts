import { describe, expect, it, test } from 'vitest';
import { isLoadingInLog } from './loading-in-log.ts';

function slog(at: string, rest: string, level = 'INFO'): string {
  return `time=2026-08-21T10:15:${at}Z level=${level} source=x.go:1 ${rest}`;
}
function blob(digit: string): string {
  return `/Users/jo s/.ollama/models/blobs/sha256-${digit.repeat(64)}`;
}
/** As 0.30 and later log it. */
function begin(digit: string, at = '30.101'): string {
  return slog(
    at,
    `msg="starting llama-server" cmd="/opt/lib/ollama/llama-server --model ${blob(digit)} --port 4912${digit} --host 127.0.0.1"`,
  );
}
function started(seconds: string, at: string): string {
  return slog(at, `msg="llama-server started in ${seconds} seconds"`);
}
function failed(digit: string): string {
  return slog(
    '33.000',
    `msg="Load failed" model="${blob(digit)}" error="llama-server process has terminated: exit status 1"`,
  );
}
const aborted = slog(
  '32.000',
  'msg="client connection closed before llama-server finished loading, aborting load"',
  'WARN',
);
const terminated = slog('32.500', 'msg="llama-server terminated" error="exit status 1" exit="exit status 1"', 'ERROR');
/** As 0.12 to 0.24 log it. */
function runner(digit: string, at = '30.101'): string {
  return slog(
    at,
    `msg="starting runner" cmd="/opt/ollama runner --ollama-engine --model ${blob(digit)} --port 3620${digit}"`,
  );
}
const discovery = slog('28.000', 'msg="starting runner" cmd="/opt/ollama runner --ollama-engine --port 41723"');
function mlx(name: string, port: number): string {
  return slog('30.101', `msg="starting mlx runner subprocess" model=${name} port=${port}`);
}
function ready(port: number): string {
  return slog('34.000', `msg="mlx runner is ready" port=${port}`);
}

test.each<[string, boolean, readonly string[]]>([
  ['nothing', false, []],
  [
    'a load',
    true,
    [
      'raw',
      begin('a'),
      'llama_model_loader: loaded meta data',
      slog('31.000', 'msg="waiting for llama-server to start responding"'),
    ],
  ],
  [
    'a load without its model’s name',
    true,
    ['time=… level=INFO source=llama_server.go:433 msg="starting llama-server" cmd=…'],
  ],
  ['a load that is done', false, [begin('a'), started('2.31', '32.411')]],
  ['a load that failed', false, [begin('a'), terminated, failed('a')]],
  ['a load that failed without a word of its process', false, [begin('a'), failed('a')]],
  ['a load whose client is gone', false, [begin('a'), aborted]],
  ['a load whose client is gone, to its end', false, [begin('a'), aborted, failed('a')]],
  ['a load whose process is gone', false, [begin('a'), terminated]],
  [
    'a load that is tried again',
    true,
    [
      begin('a'),
      terminated,
      failed('a'),
      slog('33.1', 'msg="llama-server load failed; evicting all other models and retrying once"', 'WARN'),
      begin('a'),
    ],
  ],
  [
    'a load that is tried again with its projector on the CPU',
    false,
    [
      begin('a'),
      slog(
        '31.5',
        'msg="llama-server startup failed with projector GPU offload; retrying with projector CPU offload"',
        'WARN',
      ),
      begin('a', '31.6'),
      started('1.00', '32.6'),
    ],
  ],
  ['a load that the server’s end interrupted', false, [begin('a'), slog('40.0', 'msg="server config" env="map[]"')]],
  [
    'a load that going down interrupted',
    false,
    [begin('a'), slog('40.0', 'msg="shutting down currently loading runner"', 'DEBUG')],
  ],
  [
    'a model too large for memory',
    false,
    [begin('a'), slog('31.0', 'msg="model is too large for system memory" requireFull=false')],
  ],
  [
    'a server that couldn’t be created',
    false,
    [
      begin('a'),
      slog(
        '31.0',
        'msg="failed to create server" model=qwen3:8b error="error starting llama-server: exec format error"',
      ),
    ],
  ],
  ['a load after another', true, [begin('a'), started('2.31', '32.411'), begin('b', '35.000')]],
  [
    'a crash of a loaded model during the load of another',
    true,
    [begin('a'), started('2.31', '32.411'), begin('b', '35.000'), terminated],
  ],
  [
    '…which then fails itself',
    false,
    [begin('a'), started('2.31', '32.411'), begin('b', '35.000'), terminated, failed('b')],
  ],
  ['0.12 to 0.24: the search for GPUs', false, [discovery]],
  [
    '0.12 to 0.24: a load',
    true,
    [discovery, runner('a'), slog('30.2', 'msg="loading model" "model layers"=37 requested=-1')],
  ],
  [
    '0.12 to 0.24: a load that is done',
    false,
    [
      runner('a'),
      slog('30.9', 'msg="loaded runners" count=1'),
      slog('33.0', 'msg="llama runner started in 2.90 seconds"'),
    ],
  ],
  [
    '0.12 to 0.24: a load that failed late',
    false,
    [
      runner('a'),
      slog('31.0', 'msg="loaded runners" count=1'),
      slog(
        '32.0',
        'msg="error loading llama server" error="llama runner process has terminated: signal: killed"',
        'ERROR',
      ),
    ],
  ],
  ['0.12 to 0.24: a load that failed early', false, [runner('a'), failed('a')]],
  [
    '0.11: a load whose server couldn’t be created',
    false,
    [runner('a'), slog('31', `msg="NewLlamaServer failed" model=${blob('a').replace(' ', '')} error=x`)],
  ],
  [
    '0.9 and earlier: a load',
    true,
    [
      slog(
        '30.1',
        `msg="starting llama server" cmd="/tmp/ollama_llama_server --model ${blob('a')} --ctx-size 8192 --port 39157"`,
      ),
    ],
  ],
  [
    '0.9 and earlier: a load that is done',
    false,
    [
      slog('30.1', `msg="starting llama server" cmd="/opt/ollama runner --model ${blob('a')} --port 39157"`),
      slog('32.1', 'msg="llama runner started in 2.01 seconds"'),
    ],
  ],
  [
    '0.9 and earlier: a load that is canceled',
    false,
    [
      slog('30.1', `msg="starting llama server" cmd="/opt/ollama runner --model ${blob('a')} --port 39157"`),
      slog('31', 'msg="client connection closed before server finished loading, aborting load"', 'WARN'),
      slog(
        '31.1',
        'msg="error loading llama server" error="timed out waiting for llama runner to start: context canceled"',
        'ERROR',
      ),
    ],
  ],
  [
    '0.9 and earlier: no server fits',
    false,
    [
      slog('30.1', `msg="starting llama server" cmd="/opt/ollama runner --model ${blob('a')} --port 39157"`),
      slog('31', 'msg="unable to load any llama server" error=x', 'ERROR'),
    ],
  ],
  ['MLX: a load', true, [mlx('qwen3-mlx', 5001)]],
  ['MLX: a load that is done', false, [mlx('qwen3-mlx', 5001), ready(5001)]],
  [
    'MLX: a load that failed',
    false,
    [
      mlx('qwen3-mlx', 5001),
      slog('31', 'msg="Load failed" model="" error="mlx runner failed"'),
      slog('31', 'msg="stopping mlx runner subprocess" pid=412'),
    ],
  ],
  [
    'MLX: a load that was canceled',
    false,
    [mlx('qwen3-mlx', 5001), slog('31', 'msg="stopping mlx runner subprocess" pid=412')],
  ],
])('%s: %s', (_what, isLoading, lines) => {
  expect(isLoadingInLog(lines)).toBe(isLoading);
});

describe('of several loads at once', () => {
  const two = [begin('a', '30.000'), begin('b', '31.000')];
  it.each<[string, boolean, readonly string[]]>([
    ['one is done', true, [...two, started('4.00', '35.000')]],
    [
      'both are done, in the order in which they began',
      false,
      [...two, started('4.00', '34.000'), started('5.00', '36.000')],
    ],
    ['both are done, the later one first', false, [...two, started('2.00', '33.000'), started('6.00', '36.000')]],
    ['the later one is done, and the earlier one fails', false, [...two, started('2.00', '33.000'), failed('a')]],
    ['the earlier one fails', true, [...two, failed('a')]],
    ['both fail', false, [...two, failed('b'), failed('a')]],
    ['the earlier one’s client is gone', true, [...two, aborted, failed('a')]],
    ['the later one’s client is gone', true, [...two, aborted, failed('b')]],
    ['a runner that isn’t one of them has failed before', true, [...two, failed('c')]],
    ['MLX’s are told apart by their ports', true, [mlx('x', 5001), mlx('y', 5002), ready(5002)]],
    ['and both of them are done', false, [mlx('x', 5001), mlx('y', 5002), ready(5002), ready(5001)]],
  ])('%s', (_what, isLoading, lines) => {
    expect(isLoadingInLog(lines)).toBe(isLoading);
  });
});

test('a whole log in memory is read in no time', () => {
  const lines = Array.from({ length: 6_000 }, (_, index) =>
    index % 2 ? begin('a') : `${begin('b')}${' --model'.repeat(500)}`,
  );
  const start = performance.now();
  isLoadingInLog(lines);
  expect(performance.now() - start).toBeLessThan(500);
});
