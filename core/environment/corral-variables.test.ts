import { homedir } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import { corralVariables, EnvironmentError, quoteValue } from './corral-variables.ts';
import { unknownVariables } from './unknown-variables.ts';

const unset = { dataDir: null, ollama: null, ollamaPort: null };

describe('Corral’s own variables', () => {
  it.each([
    [{}],
    [{ CORRAL_DATA_DIR: '', CORRAL_OLLAMA: '', CORRAL_OLLAMA_PORT: '' }],
    [{ CORRAL_PORT: '22x', OLLAMA_HOST: '22x' }],
  ])('%j sets nothing', (env) => {
    expect(corralVariables(env)).toEqual(unset);
  });

  it.each([
    ['1', 1],
    ['11500', 11_500],
    ['65535', 65_535],
    [' 11500\n', 11_500],
    ['011500', 11_500],
  ])('%j is a port', (value, ollamaPort) => {
    expect(corralVariables({ CORRAL_OLLAMA_PORT: value })).toEqual({ ...unset, ollamaPort });
  });

  it.each([
    '22x',
    '99999',
    '65536',
    '0',
    '-1',
    '+80',
    ' ',
    '\n',
    '1e3',
    '11434.0',
    '11434,11435',
    '0x2CAA',
    '１１４３４',
    '١١٤٣٤',
    '127.0.0.1:11434',
    'http://localhost:11434',
    '"11434"',
    'NaN',
    'Infinity',
    '9'.repeat(400),
  ])('%j is no port, and named with its text in one line', (value) => {
    const read = () => corralVariables({ CORRAL_OLLAMA_PORT: value });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(
      /^CORRAL_OLLAMA_PORT is ".*", which isn't a port number\. Set it to a number from 1 to 65535, or /,
    );
    expect(read).toThrow(value.length > 80 ? '9...' : quoteValue(value));
  });

  it.each([
    ['/opt/ollama', '/opt/ollama'],
    ['bin/ollama', 'bin/ollama'],
    ['/My Disk/ollama', '/My Disk/ollama'],
    ['~/bin/ollama', `${homedir()}/bin/ollama`],
    ['./~/ollama', './~/ollama'],
  ])('%j is the path %s', (value, path) => {
    expect(corralVariables({ CORRAL_OLLAMA: value, CORRAL_DATA_DIR: value })).toMatchObject({
      ollama: path,
      dataDir: path,
    });
  });

  it.each([
    [' ', /which isn't a path/],
    ['\t', /is "\\t", which isn't a path/],
    ['/data\n/x', /is "\/data\\n\/x", which isn't a path/],
    ['\u0007', /is "\\u0007", which/],
    ['~root/data', /not the home folder of another user/],
    ['~corral', /not the home folder of another user/],
  ])('%j is no path', (value, message) => {
    for (const name of ['CORRAL_OLLAMA', 'CORRAL_DATA_DIR']) {
      expect(() => corralVariables({ [name]: value })).toThrow(message);
      expect(() => corralVariables({ [name]: value })).toThrow(new RegExp(`^${name} is .*`));
    }
  });

  test.each([
    ['a\u202eb', '"a\\u202eb"'],
    ['a\nb', '"a\\nb"'],
    ['é', '"é"'],
  ])('the value %j is shown as %s', (value, shown) => {
    expect(quoteValue(value)).toBe(shown);
  });
});

describe('variables that Corral doesn’t have', () => {
  it.each([
    ['CORRAL_OLAMA_PORT', 'CORRAL_OLLAMA_PORT'],
    ['CORRAL_OLLAMAPORT', 'CORRAL_OLLAMA_PORT'],
    ['CORRAL_OLLAMA_POTR', 'CORRAL_OLLAMA_PORT'],
    ['corral_ollama', 'CORRAL_OLLAMA'],
    ['CORRAL_DATADIR', 'CORRAL_DATA_DIR'],
    ['CORRAL_DATA_DIRECTORY', null],
    ['CORRAL_THEME', null],
  ])('of %s probably %s was meant', (name, meant) => {
    expect(unknownVariables({ [name]: '1', PATH: '/bin' })).toEqual([{ name, meant }]);
  });

  it('leaves out those of clients and of tests, and empty ones', () => {
    const others = { CORRAL_API_KEY: 'k', CORRAL_BROWSER: 'b', CORRAL_TEST_OLLAMA: 'o', CORRAL_X: '', ACORRAL_X: '1' };
    expect(unknownVariables({ ...others, CORRAL_OLLAMA: '/x', CORRAL_OLLAMA_PORT: '1' })).toEqual([]);
  });
});
