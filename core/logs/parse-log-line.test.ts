import { expect, test } from 'vitest';
import type { LogLine } from '../../contract/logs.ts';
import { parseServerLine } from './parse-log-line.ts';
import { plainLine } from './plain-line.ts';

const ESC = String.fromCharCode(27);
const gin = '|    1.2ms |       127.0.0.1 | GET      "/api/tags"';

function local(text: string): number {
  return new Date(text).getTime();
}

type Row = readonly [string, LogLine['level'], number | null];

test.each<Row>([
  // Ollama 0.5 and earlier
  ['2025/02/11 14:24:45 routes.go:1187: INFO server config env="map[]"', 'info', local('2025-02-11T14:24:45')],
  ['2024/11/02 08:00:01 sched.go:449: WARN gpu VRAM usage', 'warn', local('2024-11-02T08:00:01')],
  ['2024/11/02 08:00:01 sched.go:455: ERROR error loading llama server', 'error', local('2024-11-02T08:00:01')],
  ['2024/11/02 08:00:01 gpu.go:12: DEBUG searching', 'debug', local('2024-11-02T08:00:01')],
  ['2023/12/05 09:09:41 routes.go:787: Listening on 127.0.0.1:11434', 'info', local('2023-12-05T09:09:41')],
  ['2023/12/05 09:09:41.123456 images.go:737: total blobs: 0', 'info', local('2023-12-05T09:09:41.123')],
  ['2023/12/05 09:09:41 llama.go:399: error starting llama runner', 'error', local('2023-12-05T09:09:41')],
  ['2025/02/11 14:24:45 http: panic serving 127.0.0.1:5: boom', 'error', local('2025-02-11T14:24:45')],
  // slog
  ['time=2025-06-01T10:00:00.000+02:00 level=INFO source=a.go:1 msg=x', 'info', Date.parse('2025-06-01T08:00:00Z')],
  ['time=2025-06-01T10:00:00Z level=DEBUG-4 source=a.go:1 msg=x', 'debug', Date.parse('2025-06-01T10:00:00Z')],
  ['time=2025-06-01T10:00:00Z level=ERROR+4 msg=x', 'error', Date.parse('2025-06-01T10:00:00Z')],
  ['time="2025-06-01T10:00:00Z" level=warning msg=x', 'warn', Date.parse('2025-06-01T10:00:00Z')],
  [`${ESC}[90mtime=2025-06-01T10:00:00Z level=WARN msg=x${ESC}[0m\r`, 'warn', Date.parse('2025-06-01T10:00:00Z')],
  // gin
  [`[GIN] 2025/02/11 - 14:25:01 | 200 ${gin}`, 'request', local('2025-02-11T14:25:01')],
  [`[GIN] 2025/02/11 - 14:25:01 |${ESC}[97;42m 200 ${ESC}[0m${gin}\r`, 'request', local('2025-02-11T14:25:01')],
  [`[GIN] 2025/02/11 - 14:25:01 |[97;43m 404 [0m${gin}`, 'warn', local('2025-02-11T14:25:01')],
  [`[GIN] 2025/02/11 - 14:25:01 | 500 ${gin}`, 'warn', local('2025-02-11T14:25:01')],
  ['[GIN-debug] GET    /api/tags --> server.(*Server).ListHandler-fm (5 handlers)', 'debug', null],
  ['[GIN-debug] [WARNING] Running in "debug" mode.', 'warn', null],
  ['[Recovery] 2025/02/11 - 14:25:01 panic recovered:', 'error', local('2025-02-11T14:25:01')],
  // Runners
  ['llama_model_loader: - kv   0: general.architecture str = llama', 'raw', null],
  ['ggml_metal_init: allocating', 'raw', null],
  ['print_info: file format = GGUF V3 (latest)', 'raw', null],
  ['load_tensors: offloaded 33/33 layers to GPU', 'raw', null],
  ['llama_model_load: error loading model: missing tensor', 'error', null],
  ['llama_model_load_from_file_impl: failed to load model', 'error', null],
  ['ggml_metal_init: error: failed to compile', 'error', null],
  ['llama_context: warning: n_ctx_per_seq < n_ctx_train', 'warn', null],
  ['INFO [main] model loaded | tid="0x1f" timestamp=1714000000', 'info', 1_714_000_000_000],
  ['WARN [server_params_parse] no GPU | tid="1"', 'warn', null],
  ['0.00.035.060 E llama_model_load: error', 'error', null],
  ['0.00.035.060 I srv  load_model', 'info', null],
  // JSON
  ['{"time":"2025-06-01T10:00:00Z","level":"ERROR","msg":"x"}', 'error', Date.parse('2025-06-01T10:00:00Z')],
  ['{"function":"launch","level":"INFO","msg":"x","timestamp":1707400000}', 'info', 1_707_400_000_000],
  ['{"level":"warn","ts":1707400000.5,"msg":"x"}', 'warn', 1_707_400_000_500],
  ['{"models":[]}', 'raw', null],
  ['{"level":"INFO","msg":', 'raw', null],
  // What only looks alike
  ['2025/02/11 is a date', 'raw', null],
  ['INFO is a word', 'raw', null],
  ['error: no error', 'raw', null],
  ['Error: could not connect', 'error', null],
  ['Error: could not connect\r', 'error', null],
])('%j', (text, level, at) => {
  expect(parseServerLine(text)).toEqual({ level, at });
});

test('a line is shown without colors, a byte order mark, and the rest of a line break of Windows', () => {
  expect(plainLine(`\ufeff${ESC}[1;31mred${ESC}[0m [GIN] a[0]\tb\r`)).toBe('red [GIN] a[0]\tb');
});

test('no line of 64 kB takes long, whatever it repeats', () => {
  const before = performance.now();
  for (const unit of ['2025/02/11 14:24:45 ', 'a:', '[', 'INFO [', `${ESC}[1`, '{', 'time=', 'x: ', '[GIN] ', ' ']) {
    parseServerLine(unit.repeat(65_536 / unit.length));
    parseServerLine(`INFO [a] ${unit.repeat(65_536 / unit.length)}`);
    parseServerLine(`2025/02/11 14:24:45 ${unit.repeat(65_536 / unit.length)}`);
  }
  expect(performance.now() - before).toBeLessThan(1000);
});
