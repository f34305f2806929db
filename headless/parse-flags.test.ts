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
    [['--port', '65536'], 'Invalid --port 65536: use a number from 0 to 65535.'],
    [['--port', '1e3'], 'Invalid --port 1e3: use a number from 0 to 65535.'],
    [['--port', '22x'], 'Invalid --port 22x: use a number from 0 to 65535.'],
    [['--port', '-1'], "Option '--port' argument is ambiguous. Run with --help to see all options."],
    [['--port=-1'], 'Invalid --port -1: use a number from 0 to 65535.'],
    [['--port', ' '], 'Invalid --port  : use a number from 0 to 65535.'],
    [['--port', '80.0'], 'Invalid --port 80.0: use a number from 0 to 65535.'],
    [['--port', '0x50'], 'Invalid --port 0x50: use a number from 0 to 65535.'],
    [['--port', '８０'], 'Invalid --port ８０: use a number from 0 to 65535.'],
    [['--port', '1\n2'], 'Invalid --port 1?2: use a number from 0 to 65535.'],
    [['--port', '9'.repeat(500)], `Invalid --port ${'9'.repeat(80)}: use a number from 0 to 65535.`],
    [['--data-dir', ' '], '--data-dir requires a folder path.'],
    [['--port', ''], 'Invalid --port : use a number from 0 to 65535.'],
    [['--bind', 'mini.local'], 'Invalid --bind mini.local: use an IP address such as 192.168.1.20.'],
    [['--allow-host', 'http://a'], 'Invalid --allow-host http://a: use a host name without a scheme or port.'],
    [['--data-dir', ''], '--data-dir requires a folder path.'],
    [['--prot', '1'], "Unknown option '--prot'. Run with --help to see all options."],
    [['11400'], "Unexpected argument '11400'. Run with --help to see all options."],
  ])('refuses %j in one line', (args, message) => {
    expect(() => parseFlags(args)).toThrow(new FlagError(message));
  });
});
