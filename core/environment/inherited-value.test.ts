import { userInfo } from 'node:os';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { homeFolder } from './home-folder.ts';
import { inheritedValue, serverModelsFolder } from './inherited-value.ts';
import { isFatalOrigin } from './origin-rules.ts';

// Each was tried with Ollama 0.33.0: whether it got as far as listening.
describe('an origin', () => {
  it.each([
    'chat.example.com',
    'localhost:3000',
    '',
    ' https://b.example',
    'null',
    'HTTP://a.example',
    'myapp://x',
    'file:///x',
    'ws://a.example',
    'https://*.a.example:*',
    '**',
    '"https://b.example',
  ])('%j ends the server', (element) => {
    expect(isFatalOrigin(element)).toBe(true);
  });

  it.each([
    '*',
    ' *',
    'https://a.example',
    'https://a.example/',
    'https://',
    'chrome-extension://abc',
    'myapp://*',
    '*.example.com',
    '/^https:.*$/',
    'https://a.example;https://b.example',
  ])('%j doesn’t', (element) => {
    expect(isFatalOrigin(element)).toBe(false);
  });
});

describe('what the server gets', () => {
  it.each([
    ['OLLAMA_ORIGINS', 'chat.example.com', null],
    ['OLLAMA_ORIGINS', 'https://a.example, https://b.example', 'https://a.example'],
    ['OLLAMA_ORIGINS', 'https://a.example,', 'https://a.example'],
    ['OLLAMA_ORIGINS', '"https://a.example","https://b.example"', 'https://a.example"'],
    ['OLLAMA_ORIGINS', ' "https://a.example" ', ' "https://a.example" '],
    ['OLLAMA_ORIGINS', '*', '*'],
    ['OLLAMA_ORIGINS', ' ', ' '],
    ['OLLAMA_MODELS', '~/models', '/home/a/models'],
    ['OLLAMA_MODELS', '"~/my models/"', '/home/a/my models/'],
    ['OLLAMA_MODELS', '~', '/home/a'],
    ['OLLAMA_MODELS', '$HOME/models', '/home/a/models'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a service file has it
    ['OLLAMA_MODELS', '${HOME}/models', '/home/a/models'],
    ['OLLAMA_MODELS', '.ollama/models/', '.ollama/models/'],
    ['OLLAMA_MODELS', '~b/models', '~b/models'],
    ['OLLAMA_MODELS', '/a/~/models', '/a/~/models'],
    ['OLLAMA_MODELS', '$HOMES/models', '$HOMES/models'],
    ['OLLAMA_MAX_QUEUE', '99999999999999999999', null],
    ['OLLAMA_MAX_QUEUE', '100000000000', null],
    ['OLLAMA_MAX_QUEUE', '512', '512'],
    ['OLLAMA_MAX_QUEUE', 'many', 'many'],
    ['OLLAMA_KEEP_ALIVE', '~/x', '~/x'],
    ['HOME', '~', '~'],
  ])('of %s=%s is %j', (name, value, passed) => {
    expect(inheritedValue(name, value, '/home/a')).toBe(passed);
  });
});

describe('the models folder', () => {
  it.each([
    [null, undefined, '/home/a/.ollama/models'],
    [null, '', '/home/a/.ollama/models'],
    [null, ' ', '/home/a/.ollama/models'],
    [null, '""', '/home/a/.ollama/models'],
    [null, '/models', '/models'],
    [null, '/models/', '/models'],
    [null, '/models//./x/..', '/models'],
    [null, ' "/my models" ', '/my models'],
    [null, '.ollama/models/', '/data/.ollama/models'],
    [null, './models', '/data/models'],
    [null, '../models', '/models'],
    [null, '~b/models', '/data/~b/models'],
    [null, '~/models', '/home/a/models'],
    ['/set', '~/models', '/set'],
    ['/set/', undefined, '/set'],
  ])('for the setting %j and the variable %j is %s', (setting, value, folder) => {
    const env = { HOME: '/home/a', OLLAMA_MODELS: value };
    expect(serverModelsFolder({ setting, env, serverFolder: '/data' })).toBe(folder);
  });
});

test.each([
  ['/home/a', '/home/b', '/home/a'],
  ['', '/home/b', '/home/b'],
  [undefined, '/home/b', '/home/b'],
  ['', '', userInfo().homedir],
])('with HOME=%s, and %s in our own process, the home folder is %s', (given, own, folder) => {
  vi.stubEnv('HOME', own);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(homeFolder(given === undefined ? {} : { HOME: given })).toBe(folder);
});
