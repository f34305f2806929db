import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Settings, type SettingsPatch } from '../../contract/settings.ts';
import { decodeSettings } from './decode-settings.ts';
import { durationSeconds } from './go-duration.ts';
import { originProblem } from './origin-problem.ts';
import { serverVariables } from './server-variables.ts';
import { normalizePatch, settingProblems } from './setting-problems.ts';

/** The fake server's parsers, which do what Ollama's do; they are JavaScript, so their types are given here. */
function importFake(path: string) {
  return import(new URL(`../../tests/fake-ollama/src/${path}`, import.meta.url).href);
}
const { createCors }: { createCors(origins: string): unknown } = await importFake('http/cors.js');
const { parseKeepAlive }: { parseKeepAlive(value: string | number): number } =
  await importFake('process/go-duration.js');
const { readConfig }: { readConfig(env: Record<string, string>): { origins: string; contextLength: number } } =
  await importFake('process/config.js');

function reasonOf(patch: SettingsPatch): string | undefined {
  return settingProblems(normalizePatch(patch))[0]?.reason;
}

describe('durations', () => {
  test.each([
    ['300', 300],
    ['-1', -1],
    ['0', 0],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['.5s', 0.5],
    ['-10m', -600],
    ['250ms', 0.25],
  ])('%s is %d seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBeCloseTo(seconds);
  });

  test.each(['', 'm', '5', '5 m', '5min', '5d', '1h 30m', 'forever', '+-1', '5m-', '.s', '٥m', '1e3'])(
    '%j is a duration only when it is whole seconds',
    (text) => {
      expect(durationSeconds(text)).toBe(text === '5' ? 5 : null);
    },
  );

  it('accepts only what Ollama reads, whatever is entered', () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^-?(\d{0,6}(\.\d{0,3})?(ns|us|µs|μs|ms|s|m|h|d|)){0,3}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const seconds = durationSeconds(text);
        if (seconds === null) return;
        const read = parseKeepAlive(/^-?\d+$/.test(text) ? Number(text) : text.replaceAll('\u03bc', '\u00b5'));
        if (seconds >= 0) expect(read / 1000).toBeCloseTo(seconds);
        else expect(read).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('origins', () => {
  test.each([
    'https://chat.example.com',
    'http://nas.local:3000',
    'http://192.168.1.20',
    'http://[fe80::1]:8080',
    'https://*.example.com',
    'http://localhost:*',
    'chrome-extension://*',
    'chrome-extension://abcdefghijklmnop',
    'myapp://*',
    '*',
  ])('%s can be used', (origin) => {
    expect(originProblem(origin)).toBeNull();
  });

  test.each([
    ['', /empty/],
    ['null', /http/],
    ['chat.example.com', /http/],
    ['myapp://bundle', /\*/],
    ['HTTP://chat.example.com', /http:\/\//],
    ['https://', /valid origin/],
    ['https://Chat.example.com', /https:\/\/chat\.example\.com\./],
    ['https://chat.example.com/', /https:\/\/chat\.example\.com\./],
    ['https://chat.example.com:443', /https:\/\/chat\.example\.com\./],
    ['https://a.example/path', /https:\/\/a\.example\./],
    ['https://a.example, https://b.example', /one origin/],
    ['https://a.example,', /commas/],
    ['https://*.*.example', /only one \*/],
    ['*.example.com', /scheme/],
    ['https://*.Example.com', /lowercase/],
    ['"https://a.example"', /only letters/],
  ])('%s is rejected', (origin, reason) => {
    expect(originProblem(origin)).toMatch(reason);
  });

  it('accepts nothing that would end the server', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'app://',
      '*',
      'a.example',
      ':80',
      '/',
      ',',
      ' ',
      'A',
      'null',
      '"',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('')),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 4 }), (allowedOrigins) => {
        const patch = normalizePatch({ allowedOrigins });
        if (settingProblems(patch).length > 0) return;
        const variables = serverVariables(Settings.parse(patch));
        expect(() => createCors(readConfig({ HOME: '/h', ...variables }).origins)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('names an origin that is listed twice', () => {
    expect(reasonOf({ allowedOrigins: ['http://a', ' http://a '] })).toMatch(/^http:\/\/a is already in the list/);
  });
});

describe('numbers', () => {
  test.each<readonly [SettingsPatch, boolean]>([
    [{ contextLength: 256 }, true],
    [{ contextLength: 255 }, false],
    [{ contextLength: 10_485_761 }, false],
    [{ contextLength: 4096.5 }, false],
    [{ contextLength: Number.NaN }, false],
    [{ parallelRequests: 1 }, true],
    [{ parallelRequests: 0 }, false],
    [{ parallelRequests: 257 }, false],
    [{ maxLoadedModels: 100 }, true],
    [{ maxLoadedModels: -1 }, false],
    [{ maxQueue: 100_000 }, true],
    [{ maxQueue: 1e9 }, false],
    [{ requestWaitSeconds: 0 }, true],
    [{ requestWaitSeconds: 600 }, true],
    [{ requestWaitSeconds: 601 }, false],
    [{ requestWaitSeconds: -1 }, false],
    [{ requestWaitSeconds: 0.5 }, false],
    [{ contextLength: null, maxQueue: null }, true],
  ])('%j: %s', (patch, good) => {
    expect(settingProblems(patch)).toHaveLength(good ? 0 : 1);
  });
});

describe('other values', () => {
  const variable = (name: string, value = '1') => ({ extraVariables: [{ name, value }] });

  test.each<readonly [SettingsPatch, RegExp]>([
    [{ keepAlive: 'a while' }, /silently uses 5 minutes/],
    [{ keepAlive: '' }, /Enter a duration/],
    [{ keepAlive: '999999h' }, /10 years/],
    [{ modelsFolder: '/Volumes/Disk ' }, /space or quotation mark/],
    [{ modelsFolder: '/a\nb' }, /line breaks/],
    [variable(''), /a name/],
    [variable('1A'), /don’t start with a number/],
    [variable('A-B'), /only letters/],
    [variable('OLLAMA_HOST'), /Network page/],
    [variable('OLLAMA_KEEP_ALIVE'), /“Keep models loaded for”/],
    [variable('HOME'), /your user account/],
    [variable('LD_PRELOAD'), /other code/],
    [variable('A', 'x\ny'), /line breaks/],
    [variable('A', 'x\0y'), /line breaks/],
    [variable('OLLAMA_NOPRUNE', 'off'), /treats any other text, such as “off”, as 1/],
    [variable('OLLAMA_GPU_OVERHEAD', '1GB'), /whole number/],
    [variable('OLLAMA_LOAD_TIMEOUT', '5 minutes'), /number of seconds/],
    [variable('OLLAMA_LOAD_TIMEOUT', '99999999h'), /number of seconds/],
    [variable('OLLAMA_LOAD_TIMEOUT', '1d'), /number of seconds/],
    [variable('OLLAMA_GPU_OVERHEAD', '99999999999999999999'), /whole number/],
    [variable('OLLAMA_GPU_OVERHEAD', '-1'), /whole number/],
    [variable('OLLAMA_SCHED_SPREAD', '" yes "'), /treats any other text/],
    [variable('OLLAMA_GO_TEMPLATE', 'never'), /treats any other text, such as “never”, as 1/],
    [variable('OLLAMA_ORIGINS', 'chat.example.com'), /“Allowed origins”/],
    [variable('OLLAMA_MODELS', '~/models'), /“Models folder”/],
    [
      {
        extraVariables: [
          { name: 'A', value: '1' },
          { name: ' A', value: '2' },
        ],
      },
      /already in the list/,
    ],
  ])('%j is rejected', (patch, reason) => {
    expect(reasonOf(patch)).toMatch(reason);
  });

  test.each<SettingsPatch>([
    { keepAlive: ' 10m ' },
    { modelsFolder: '/Volumes/My Disk/models' },
    variable('HTTPS_PROXY', 'http://proxy.local:3128'),
    variable('OLLAMA_NOPRUNE'),
    variable('OLLAMA_LOAD_TIMEOUT', '15m'),
    variable('OLLAMA_LOAD_TIMEOUT', '+1h30m'),
    variable('OLLAMA_NOPRUNE', ' "False" '),
    variable('OLLAMA_GPU_OVERHEAD', "'1024'"),
    variable('OLLAMA_GPU_OVERHEAD', '18446744073709551615'),
    variable('_x9', ''),
  ])('%j can be used', (patch) => {
    expect(settingProblems(normalizePatch(patch))).toEqual([]);
  });

  it('names the variable by its position', () => {
    const extraVariables = [
      { name: 'A', value: '1' },
      { name: 'B C', value: '2' },
    ];
    expect(settingProblems({ extraVariables })).toMatchObject([{ field: 'extraVariables.1' }]);
  });
});

test('a stored value that would mislead the server is ignored and named', () => {
  const stored = {
    keepAlive: 'soon',
    contextLength: 3,
    maxQueue: 16,
    allowedOrigins: ['nonsense'],
    extraVariables: [{ name: 'OLLAMA_HOST', value: '0.0.0.0' }],
  };
  const { settings, invalid } = decodeSettings(stored);
  expect(settings).toEqual({ ...Settings.parse({}), maxQueue: 16 });
  expect(new Set(invalid)).toEqual(new Set(['keepAlive', 'contextLength', 'allowedOrigins', 'extraVariables']));
});

test('the server reads the stored values as they were meant', () => {
  const stored = fc.record({
    keepAlive: fc.oneof(fc.string(), fc.constantFrom('5m', '-1', '1h')),
    contextLength: fc.oneof(fc.integer(), fc.double()),
    allowedOrigins: fc.array(fc.oneof(fc.string(), fc.constant('http://a.example'))),
    extraVariables: fc.array(fc.record({ name: fc.constantFrom('A', 'OLLAMA_ORIGINS', 'x y'), value: fc.string() })),
  });
  fc.assert(
    fc.property(stored, (raw) => {
      const { settings } = decodeSettings(raw);
      const read = readConfig({ HOME: '/h', ...serverVariables(settings) });
      expect(() => createCors(read.origins)).not.toThrow();
      expect(read.contextLength).toBe(settings.contextLength ?? 0);
    }),
  );
});
