import { describe, expect, it, test } from 'vitest';
import { effectiveVariables, redactValue } from './effective-variables.ts';
import { knownVariables } from './known-variables.ts';

const nothing = { next: {}, launched: null, ours: new Set<string>(), inherited: {}, launchd: {}, publicPort: 11_434 };

describe('effectiveVariables', () => {
  const rows = effectiveVariables({
    next: {
      OLLAMA_HOST: '127.0.0.1:11434',
      OLLAMA_CONTEXT_LENGTH: '8192',
      OLLAMA_KEEP_ALIVE: '1h',
      OLLAMA_DEBUG: '1',
      OLLAMA_MODELS: '/Users/me/models',
      HOME: '/Users/me',
      https_proxy: 'http://proxy:3128',
      MY_TOKEN: 'secret-1',
    },
    launched: { OLLAMA_HOST: '127.0.0.1:11434', OLLAMA_KEEP_ALIVE: '1h', GONE: '1', HOME: '/Users/me' },
    ours: new Set(['OLLAMA_HOST', 'OLLAMA_CONTEXT_LENGTH', 'MY_TOKEN']),
    inherited: { OLLAMA_MODELS: '~/models' },
    launchd: { OLLAMA_KEEP_ALIVE: '1h', OLLAMA_DEBUG: '2', OLLAMA_MODELS: '~/models' },
    publicPort: 11_434,
  });
  const row = (name: string) => rows.find((candidate) => candidate.name === name);

  it('lists Ollama’s variables, then the others that the server gets, each once', () => {
    const names = rows.map(({ name }) => name);
    expect(names.slice(0, knownVariables.length)).toEqual(knownVariables.map(({ name }) => name));
    expect(names.slice(knownVariables.length)).toEqual(['GONE', 'HOME', 'MY_TOKEN', 'https_proxy']);
  });

  it('names the source of each, and which need a restart', () => {
    expect(row('OLLAMA_HOST')).toMatchObject({ source: 'corral', afterRestart: false });
    expect(row('OLLAMA_CONTEXT_LENGTH')).toMatchObject({ value: '8192', source: 'corral', afterRestart: true });
    expect(row('OLLAMA_KEEP_ALIVE')).toMatchObject({ source: 'launchctl', afterRestart: false });
    expect(row('OLLAMA_MODELS')).toMatchObject({ value: '/Users/me/models', source: 'launchctl' });
    expect(row('OLLAMA_DEBUG')).toMatchObject({ source: 'environment', afterRestart: true });
    expect(row('OLLAMA_NUM_PARALLEL')).toMatchObject({ value: '1', source: 'default', afterRestart: false });
    expect(row('GONE')).toMatchObject({ value: 'not set', source: 'default', afterRestart: true });
    expect(row('HOME')).toMatchObject({ meaning: null, source: 'environment' });
    expect(row('https_proxy')?.meaning).toContain('Proxy');
    expect(row('MY_TOKEN')?.value).toBe('[hidden]');
  });

  it('needs no restart while no server of ours runs', () => {
    const none = effectiveVariables({ ...nothing, next: { A: '1' } });
    expect(none.filter(({ afterRestart }) => afterRestart)).toEqual([]);
  });
});

test.each([
  ['127.0.0.1:11433', /Apps connect to Corral on port 11434, which forwards requests to it\.$/],
  ['127.0.0.1:1434', /Apps connect to Corral on port 11434/],
  ['127.0.0.1:11434', /Apps connect to it directly\.$/],
  ['0.0.0.0:11434', /Apps connect to it directly\.$/],
  ['[fd7a::1]:11434', /Devices on your tailnet connect to it directly, and apps on this Mac to Corral\.$/],
  ['100.64.0.1:11434', /Devices on your tailnet/],
])('says why the server listens at %s', (host, meaning) => {
  const rows = effectiveVariables({ ...nothing, next: { OLLAMA_HOST: host } });
  expect(rows.find(({ name }) => name === 'OLLAMA_HOST')?.meaning).toMatch(meaning);
});

test.each([
  ['OLLAMA_KEEP_ALIVE', '5m', '5m'],
  ['HF_TOKEN', 'abc', '[hidden]'],
  ['OPENAI_API_KEY', 'abc', '[hidden]'],
  ['DB_PASSWORD', 'abc', '[hidden]'],
  ['HTTPS_PROXY', 'http://me:pw@proxy:3128', 'http://[hidden]@proxy:3128'],
  ['https_proxy', 'me:p@w@proxy:3128', '[hidden]@proxy:3128'],
  ['NO_PROXY', 'localhost,.local', 'localhost,.local'],
])('%s=%s is shown as %s', (name, value, shown) => {
  expect(redactValue(name, value)).toBe(shown);
});

test('a key in a URL is hidden as in the log', () => {
  expect(redactValue('OLLAMA_CLOUD_BASE_URL', 'https://h/?token=abc123')).not.toContain('abc123');
});
