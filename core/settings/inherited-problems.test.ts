import { describe, expect, it, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { describeInherited, inheritedProblems } from './inherited-problems.ts';
import { environmentSource } from './variable-source.ts';

const defaults = Settings.parse({});

function reasonFor(variable: string, value: string) {
  const env = { HOME: '/home/a', PATH: '/bin', [variable]: value };
  return inheritedProblems({ env, settings: defaults, serverFolder: '/data' }).map(({ reason }) => reason);
}

describe('an inherited variable is a problem', () => {
  it.each([
    ['OLLAMA_ORIGINS', 'chat.example.com', 'origins.fatal', { items: '“chat.example.com”', count: 1 }],
    ['OLLAMA_ORIGINS', 'localhost:3000', 'origins.fatal', { items: '“localhost:3000”', count: 1 }],
    ['OLLAMA_ORIGINS', 'https://a.example, https://b.example', 'origins.fatal', { items: '“ https://b.example”' }],
    ['OLLAMA_ORIGINS', 'https://a.example,', 'origins.fatal', { items: '“”' }],
    ['OLLAMA_ORIGINS', 'https://*.a.example:*', 'origins.fatal', { count: 1 }],
    ['OLLAMA_ORIGINS', 'a,b,a', 'origins.fatal', { items: '“a” and “b”', count: 2 }],
    ['OLLAMA_ORIGINS', 'https://a.example/', 'origins.unmatched', { items: '“https://a.example/”' }],
    ['OLLAMA_ORIGINS', 'https://a.example:443', 'origins.unmatched', {}],
    ['OLLAMA_ORIGINS', 'https://*.Example.com', 'origins.unmatched', {}],
    ['OLLAMA_ORIGINS', 'https://a.example;https://b.example', 'origins.unmatched', {}],
    ['OLLAMA_ORIGINS', 'http://a.example, *', 'origins.unmatched', { items: '“ *”' }],
    ['OLLAMA_MODELS', '.ollama/models/', 'models.relative', { folder: '/data/.ollama/models' }],
    ['OLLAMA_MODELS', 'models', 'models.relative', { folder: '/data/models' }],
    ['OLLAMA_MODELS', '~b/models', 'models.relative', { folder: '/data/~b/models' }],
    ['OLLAMA_MODELS', '%h/models', 'models.relative', { folder: '/data/%h/models' }],
    ['OLLAMA_MODELS', '~/models', 'models.unexpanded', { prefix: '~', folder: '/home/a/models' }],
    ['OLLAMA_MODELS', '"~"', 'models.unexpanded', { prefix: '~', folder: '/home/a' }],
    ['OLLAMA_MODELS', '$HOME/models', 'models.unexpanded', { prefix: '$HOME', folder: '/home/a/models' }],
    ['OLLAMA_HOST', 'http://127.0.0.1:11434/ollama', 'host.path', undefined],
    ['OLLAMA_HOST', '127.0.0.1:11434/v1', 'host.path', undefined],
    ['OLLAMA_HOST', 'example.com/api', 'host.path', undefined],
    ['OLLAMA_HOST', '11434', 'host.number', undefined],
    ['OLLAMA_HOST', '0.0.0.0:66000', 'host.port', { port: '11434' }],
    ['OLLAMA_HOST', ':abc', 'host.port', { port: '11434' }],
    ['OLLAMA_HOST', 'https://a.example:', 'host.port', { port: '443' }],
    ['OLLAMA_HOST', 'http://a.example:-1', 'host.port', { port: '80' }],
    ['OLLAMA_HOST', '[::1]:x', 'host.port', { port: '11434' }],
    ['OLLAMA_KEEP_ALIVE', 'forever', 'duration', undefined],
    ['OLLAMA_KEEP_ALIVE', '5 m', 'duration', undefined],
    ['OLLAMA_KEEP_ALIVE', '1d', 'duration', undefined],
    ['OLLAMA_KEEP_ALIVE', '99999999h', 'duration', undefined],
    ['OLLAMA_LOAD_TIMEOUT', '10 minutes', 'duration', undefined],
    ['OLLAMA_NUM_PARALLEL', 'four', 'count', { fallback: '1' }],
    ['OLLAMA_NUM_PARALLEL', '-1', 'count', { fallback: '1' }],
    ['OLLAMA_NUM_PARALLEL', '4.0', 'count', { fallback: '1' }],
    ['OLLAMA_NUM_PARALLEL', '257', 'parallelRequests', { max: 256 }],
    ['OLLAMA_CONTEXT_LENGTH', '8k', 'count', { fallback: 'depends on available memory' }],
    ['OLLAMA_CONTEXT_LENGTH', '128', 'contextLength', { min: 256 }],
    ['OLLAMA_MAX_QUEUE', '100000000000', 'maxQueue', undefined],
    ['OLLAMA_MAX_QUEUE', '99999999999999999999', 'count', { fallback: '512' }],
    ['OLLAMA_MAX_LOADED_MODELS', '1e3', 'count', { fallback: '3 per GPU' }],
    ['OLLAMA_GPU_OVERHEAD', '1GB', 'count', { fallback: '0' }],
    ['OLLAMA_FLASH_ATTENTION', 'off', 'flag', undefined],
    ['OLLAMA_NO_CLOUD', 'no', 'flag', undefined],
    ['OLLAMA_NOPRUNE', '2', 'flag', undefined],
    ['OLLAMA_GO_TEMPLATE', 'never', 'flag', undefined],
    ['OLLAMA_DEBUG', 'verbose', 'debug', undefined],
    ['OLLAMA_DEBUG', '-4', 'debug.negative', undefined],
    ['OLLAMA_KV_CACHE_TYPE', 'q8', 'kvCacheType', undefined],
  ])('with %s=%s: %s', (variable, value, key, values) => {
    const [reason, ...others] = reasonFor(variable, value);
    expect(others).toEqual([]);
    expect(reason?.key).toBe(key);
    if (values !== undefined) expect(reason?.values).toMatchObject(values);
  });
});

describe('an inherited variable is none', () => {
  it.each([
    ['OLLAMA_ORIGINS', 'https://a.example,http://b.example:8080,chrome-extension://abc,app://*'],
    ['OLLAMA_ORIGINS', '*'],
    ['OLLAMA_ORIGINS', '*.example.com'],
    ['OLLAMA_ORIGINS', 'HTTPS-like://*'.toLowerCase()],
    ['OLLAMA_ORIGINS', 'https://A.Example'],
    ['OLLAMA_ORIGINS', ''],
    ['OLLAMA_MODELS', '/models/'],
    ['OLLAMA_MODELS', ' "/my models" '],
    ['OLLAMA_MODELS', '""'],
    ['OLLAMA_HOST', '0.0.0.0'],
    ['OLLAMA_HOST', '0.0.0.0:11434'],
    ['OLLAMA_HOST', ':11435'],
    ['OLLAMA_HOST', 'http://mini.local:11434/'],
    ['OLLAMA_HOST', '::1'],
    ['OLLAMA_HOST', '[::1]:11434'],
    ['OLLAMA_HOST', 'ollama.com'],
    ['OLLAMA_KEEP_ALIVE', '-1'],
    ['OLLAMA_KEEP_ALIVE', '+5m'],
    ['OLLAMA_KEEP_ALIVE', '1h30m'],
    ['OLLAMA_KEEP_ALIVE', '300'],
    ['OLLAMA_NUM_PARALLEL', '0'],
    ['OLLAMA_NUM_PARALLEL', ' "4" '],
    ['OLLAMA_CONTEXT_LENGTH', '0'],
    ['OLLAMA_CONTEXT_LENGTH', '8192'],
    ['OLLAMA_MAX_QUEUE', '200000'],
    ['OLLAMA_FLASH_ATTENTION', 'False'],
    ['OLLAMA_DEBUG', '2'],
    ['OLLAMA_DEBUG', 'true'],
    ['OLLAMA_KV_CACHE_TYPE', 'Q8_0'],
    ['OLLAMA_KV_CACHE_TYPE', 'q5_1'],
    ['OLLAMA_SOMETHING_NEW', 'any text'],
    ['CORRAL_OLLAMA_PORT', '1'],
  ])('with %s=%s', (variable, value) => {
    expect(reasonFor(variable, value)).toEqual([]);
  });
});

test('what a setting overrides is no problem, and switches that are off override nothing', () => {
  const env = {
    OLLAMA_ORIGINS: 'x',
    OLLAMA_MODELS: 'm',
    OLLAMA_KEEP_ALIVE: 'x',
    OLLAMA_SCHED_SPREAD: 'off',
    OLLAMA_DEBUG: 'x',
  };
  const settings: Settings = {
    ...defaults,
    allowedOrigins: ['https://a.example'],
    modelsFolder: '/m',
    keepAlive: '5m',
    extraVariables: [{ name: 'OLLAMA_SCHED_SPREAD', value: '0' }],
  };
  const found = (current: Settings) =>
    inheritedProblems({ env, settings: current, serverFolder: '/' }).map(({ variable }) => variable);
  expect(found(settings)).toEqual(['OLLAMA_DEBUG']);
  expect(new Set(found(defaults))).toEqual(new Set(Object.keys(env)));
});

describe('the words', () => {
  const describeOne = (env: NodeJS.ProcessEnv, launchd = {}) => {
    const [problem] = inheritedProblems({ env, settings: defaults, serverFolder: '/data' });
    return problem && describeInherited(problem, env, launchd);
  };

  it('say what the value is, what comes of it, where it is set, and what to do', () => {
    expect(describeOne({ OLLAMA_ORIGINS: 'chat.example.com' }, { OLLAMA_ORIGINS: 'chat.example.com' })).toEqual({
      title: 'OLLAMA_ORIGINS is set incorrectly in the environment',
      detail:
        'It’s “chat.example.com”. The server can’t start with “chat.example.com”, so Corral leaves out that origin. Each origin has to start with http:// or https://, or include one *. Separate origins with commas, without spaces. It was set with launchctl for all apps. To remove it, run “launchctl unsetenv OLLAMA_ORIGINS” in Terminal, then quit and reopen Corral. If it comes back, a launch agent sets it at login. Or set “Allowed origins” in Settings, which takes precedence.',
    });
    expect(describeOne({ OLLAMA_MODELS: '~/models', HOME: '/home/a', TERM: 'xterm' })?.detail).toBe(
      'It’s “~/models”. Ollama doesn’t expand ~ and would create a folder with that name, so Corral passes on /home/a/models instead. It comes from the shell that Corral was started from, or its startup files. Correct or remove it there, then restart Corral. Or set “Models folder” in Settings, which takes precedence.',
    );
    expect(describeOne({ OLLAMA_HOST: 'http://a:1/x', INVOCATION_ID: 'i' })?.detail).toMatch(
      /the systemd unit that starts Corral\. Correct or remove it there, then restart Corral\.$/,
    );
  });

  it('repeat a long or unprintable value only in part, without keys', () => {
    expect(describeOne({ OLLAMA_MODELS: `a\n\u202e${'b'.repeat(500)}` })?.detail).toMatch(/^It’s “a��b{77}…”\. /u);
    expect(describeOne({ OLLAMA_HOST: 'http://me:planted@a:1/x' })?.detail).not.toContain('planted');
  });
});

test.each([
  [{ TERM: 'xterm-256color', INVOCATION_ID: 'i' }, 'shell'],
  [{ TERM: 'xterm', XPC_SERVICE_NAME: '0' }, 'shell'],
  [{ XPC_SERVICE_NAME: 'app.corral.headless' }, 'launchAgent'],
  [{ XPC_SERVICE_NAME: 'application.app.corral.123.456' }, 'unknown'],
  [{ XPC_SERVICE_NAME: '0' }, 'unknown'],
  [{ INVOCATION_ID: 'i' }, 'systemd'],
  [{}, 'unknown'],
])('the environment %j is that of: %s', (env, source) => {
  expect(environmentSource(env)).toBe(source);
});
