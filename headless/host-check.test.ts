import { describe, expect, it } from 'vitest';
import { isOwnHost, ownOrigins, sendsFetchMetadata } from './host-check.ts';

const rules = { bind: ['192.168.1.20', 'fd00::2'], allowHost: ['mini.example'] };
const none = { bind: [], allowHost: [] };

describe('isOwnHost', () => {
  it.each([
    '127.0.0.1:11400',
    'localhost:11400',
    'LOCALHOST',
    '[::1]:11400',
    '192.168.1.20:11400',
    '[fd00::2]:11400',
    'mini.example',
    'Mini.Example:443',
  ])('accepts %s', (host) => {
    expect(isOwnHost(rules, host, '127.0.0.1')).toBe(true);
  });

  it.each([
    '',
    'evil.example',
    'localhost.evil.example',
    'evil.example:11400',
    '127.0.0.2',
    'localhost.',
    '::1',
    '127.0.0.1:11400@evil.example',
    'localhost:11400:1',
    'localhost/x',
    '0x7f000001',
  ])('refuses %j', (host) => {
    expect(isOwnHost(rules, host, '127.0.0.1')).toBe(false);
  });

  it('with a wildcard bind accepts the address that a connection arrived at, and no other', () => {
    for (const wildcard of ['0.0.0.0', '::']) {
      const open = { bind: [wildcard], allowHost: [] };
      expect(isOwnHost(open, '10.0.0.9:11400', '::ffff:10.0.0.9')).toBe(true);
      expect(isOwnHost(open, '10.0.0.9:11400', '10.0.0.8')).toBe(false);
      expect(isOwnHost(open, 'evil.example', '10.0.0.9')).toBe(false);
    }
    expect(isOwnHost(none, '10.0.0.9', '10.0.0.9')).toBe(false);
  });
});

describe('ownOrigins', () => {
  it('is the plain origin, and HTTPS too behind a name that a proxy may serve', () => {
    expect(ownOrigins(rules, 'LocalHost:11400')).toEqual(['http://localhost:11400']);
    expect(ownOrigins(rules, 'mini.example')).toEqual(['http://mini.example', 'https://mini.example']);
  });
});

describe('sendsFetchMetadata', () => {
  it('holds only for what browsers trust over plain HTTP', () => {
    expect(['127.0.0.1:1', 'localhost', '[::1]:1'].every(sendsFetchMetadata)).toBe(true);
    expect(sendsFetchMetadata('192.168.1.20:11400')).toBe(false);
  });
});
