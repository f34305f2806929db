// lsof-listeners: the rows of listening TCP sockets of `lsof -nP -i -FpcuLtTPn` on a real Mac, from the tests of "netkit"
// (public, Go). lsof-two-ollamas: composed after a public diagnosis of a Mac on which a launchd service and Ollama.app
// served the same port; the order of fields is that of the first.
import { expect, test } from 'vitest';
import { parseLsof } from './port-listeners-mac.ts';
import { recorded } from './testing/recorded-fixture.ts';

test('parses the output of lsof, with other fields in between', async () => {
  expect(parseLsof(await recorded('lsof-listeners'))).toEqual([
    { address: '0.0.0.0', pid: 505 },
    { address: '::', pid: 505 },
    { address: '127.0.0.1', pid: 888 },
  ]);
});

test('an IPv6 wildcard beside a specific address isn’t taken for an IPv4 one', async () => {
  expect(parseLsof(await recorded('lsof-two-ollamas'))).toEqual([
    { address: '127.0.0.1', pid: 665 },
    { address: '::', pid: 59_391 },
  ]);
});

test('leaves out what doesn’t listen, and removes brackets', () => {
  const text = 'p512\nf7\ntIPv6\nn[::1]:11434\nf8\ntIPv4\nn127.0.0.1:11434->127.0.0.1:50137\nf9\ntIPv4\nn*:*\n';
  expect(parseLsof(text)).toEqual([{ address: '::1', pid: 512 }]);
  for (const four of ['[::ffff:127.0.0.1]', '[::127.0.0.1]', '127.0.0.1']) {
    expect(parseLsof(`p512\ntIPv6\nn${four}:11434\n`)).toEqual([{ address: '127.0.0.1', pid: 512 }]);
  }
  expect(parseLsof('pnobody\nn*:11434\n')).toEqual([{ address: '0.0.0.0', pid: null }]);
  expect(parseLsof('')).toEqual([]);
});
