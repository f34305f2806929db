import { describe, expect, it } from 'vitest';
import { FlagError, parseFlags } from './parse-flags.ts';

describe('parseFlags', () => {
  it('has a default for every flag', () => {
    expect(parseFlags([])).toEqual({
      port: 11400,
      bind: [],
      allowHost: [],
      dataDir: undefined,
      open: true,
      help: false,
    });
  });

  it('reads every flag, and those that may be repeated more than once', () => {
    const args = ['--port', '0', '--bind', '10.0.0.2', '--bind=[fd00::2]', '--allow-host', 'Mini.Example', '--no-open'];
    expect(parseFlags([...args, '--data-dir', 'd'])).toEqual({
      port: 0,
      bind: ['10.0.0.2', 'fd00::2'],
      allowHost: ['mini.example'],
      dataDir: 'd',
      open: false,
      help: false,
    });
  });

  it.each([
    [['--port', '65536'], '--port 65536 is not a port: give a number from 0 to 65535.'],
    [['--port', '1e3'], '--port 1e3 is not a port: give a number from 0 to 65535.'],
    [['--port', ''], '--port  is not a port: give a number from 0 to 65535.'],
    [['--bind', 'mini.local'], '--bind mini.local is not an address: give one such as 192.168.1.20.'],
    [['--allow-host', 'http://a'], '--allow-host http://a is not a host name: give one without scheme and port.'],
    [['--data-dir', ''], '--data-dir needs a folder.'],
    [['--prot', '1'], "Unknown option '--prot'. --help lists the flags."],
    [['11400'], "Unexpected argument '11400'. --help lists the flags."],
  ])('refuses %j in one line', (args, message) => {
    expect(() => parseFlags(args)).toThrow(new FlagError(message));
  });
});
