import { describe, expect, it, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { restartNeeded } from './restart-needed.ts';
import { serverVariables } from './server-variables.ts';

const defaults = Settings.parse({});

describe('serverVariables', () => {
  it('sets nothing by default, so that the environment and Ollama decide', () => {
    expect(serverVariables(defaults)).toEqual({});
  });

  test.each([
    [{ modelsFolder: '/m' }, { OLLAMA_MODELS: '/m' }],
    [{ keepAlive: '-1' }, { OLLAMA_KEEP_ALIVE: '-1' }],
    [{ contextLength: 8192 }, { OLLAMA_CONTEXT_LENGTH: '8192' }],
    [{ parallelRequests: 4 }, { OLLAMA_NUM_PARALLEL: '4' }],
    [{ maxLoadedModels: 2 }, { OLLAMA_MAX_LOADED_MODELS: '2' }],
    [{ maxQueue: 64 }, { OLLAMA_MAX_QUEUE: '64' }],
    [{ flashAttention: true }, { OLLAMA_FLASH_ATTENTION: '1' }],
    [{ flashAttention: false }, { OLLAMA_FLASH_ATTENTION: '0' }],
    [{ kvCacheType: 'q8_0' as const }, { OLLAMA_KV_CACHE_TYPE: 'q8_0' }],
    [{ allowedOrigins: ['https://a.example', 'app://*'] }, { OLLAMA_ORIGINS: 'https://a.example,app://*' }],
    [{ cloudOff: true }, { OLLAMA_NO_CLOUD: '1' }],
    [{ debug: true }, { OLLAMA_DEBUG: '1' }],
    [{ extraVariables: [{ name: 'HTTPS_PROXY', value: 'http://p' }] }, { HTTPS_PROXY: 'http://p' }],
    [{ debug: true, extraVariables: [{ name: 'OLLAMA_DEBUG', value: '2' }] }, { OLLAMA_DEBUG: '1' }],
  ])('%j becomes %j', (fields, expected) => {
    expect(serverVariables({ ...defaults, ...fields })).toEqual(expected);
  });
});

describe('restartNeeded', () => {
  const base: Settings = { ...defaults, port: 11_434 };
  const extra = (...names: string[]) => ({ extraVariables: names.map((name) => ({ name, value: '1' })) });

  test.each<readonly [string, Partial<Settings>, Partial<Settings>, NodeJS.ProcessEnv, readonly string[]]>([
    ['nothing', {}, {}, {}, []],
    ['the executable and the folder', {}, { ollamaPath: '/o', modelsFolder: '/m' }, {}, ['ollamaPath', 'modelsFolder']],
    ['the port', {}, { port: 12_000 }, {}, ['port']],
    ['Ollama’s default port, set explicitly', {}, { port: null }, {}, []],
    ['a port that the environment overrides', {}, { port: 12_000 }, { CORRAL_OLLAMA_PORT: '13000' }, []],
    ['an executable that the environment overrides', {}, { ollamaPath: '/o' }, { CORRAL_OLLAMA: '/p' }, []],
    ['what the server never gets', {}, { startServer: false, keepAwake: true, openAtLogin: true }, {}, []],
    ['reach, which restarts the server itself', {}, { reach: 'localNetwork' }, {}, []],
    ['the context length', {}, { contextLength: 8192 }, {}, ['contextLength']],
    [
      'a context length that the environment sets too',
      {},
      { contextLength: 8192 },
      { OLLAMA_CONTEXT_LENGTH: '8192' },
      [],
    ],
    ['cloud models off when they are off already', {}, { cloudOff: true }, { OLLAMA_NO_CLOUD: '1' }, []],
    ['a variable', {}, extra('A'), {}, ['extraVariables']],
    ['a removed variable', extra('A', 'B'), extra('B'), {}, ['extraVariables']],
    ['the order of variables', extra('A', 'B'), extra('B', 'A'), {}, []],
    ['origins', {}, { allowedOrigins: ['http://a'] }, {}, ['allowedOrigins']],
  ])('%s', (_, before, after, env, expected) => {
    expect(restartNeeded({ ...base, ...before }, { ...base, ...after }, env)).toEqual(expected);
  });

  it('is empty while no server of ours runs', () => {
    expect(restartNeeded(null, { ...base, contextLength: 4096 }, {})).toEqual([]);
  });
});
