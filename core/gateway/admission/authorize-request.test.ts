import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyGrant } from '../../keys/key-store.ts';
import { failureBody } from '../policy/gateway-errors.ts';
import { type AuthorizationRules, authorizeRequest, type RequestHead } from './authorize-request.ts';
import { extractApiKey } from './credential.ts';
import { matchesOwnHost } from './host-rule.ts';

const KEY = 'corral-abcdef';
const grant: KeyGrant = { id: '1', name: 'a', scope: 'inference', models: null, cloudAllowed: false };
const rules: AuthorizationRules = {
  hosts: ['mac.local', '192.168.1.20', 'fd00::20'],
  origins: ['https://app.example'],
  maxBodyBytes: 1000,
  check: (secret) => (secret === KEY ? grant : null),
};
function head({ headers = {}, ...rest }: Partial<RequestHead> = {}): RequestHead {
  return {
    method: 'GET',
    target: '/v1/models',
    ...rest,
    headers: { host: ['mac.local:11434'], authorization: [`Bearer ${KEY}`], ...headers },
  };
}
function statusOf(request: RequestHead): number | string {
  const result = authorizeRequest(request, rules);
  return result.kind === 'rejected' ? result.failure.status : result.kind;
}

describe('the head of a request', () => {
  it('is authorized with a host of ours, a key, and a route', () => {
    expect(authorizeRequest(head(), rules)).toMatchObject({ kind: 'authorized', grant, route: { path: '/v1/models' } });
    for (const host of [
      'MAC.local',
      'mac.local.',
      'mac.local:8080',
      '192.168.1.20:11434',
      '[fd00::20]',
      '[FD00:0::20]:1',
    ]) {
      expect(statusOf(head({ headers: { host: [host] } }))).toBe('authorized');
    }
  });

  it.each<[string, Partial<RequestHead>, number]>([
    ['a foreign host before all else', { headers: { host: ['evil.example'], authorization: [] } }, 403],
    ['two hosts', { headers: { host: ['mac.local', 'mac.local'] } }, 403],
    [
      'a foreign origin before a missing key',
      { headers: { origin: ['https://evil.example'], authorization: [] } },
      403,
    ],
    ['no key, for any path', { target: '/nothing', headers: { authorization: [] } }, 401],
    ['a wrong key', { headers: { authorization: ['Bearer x'] } }, 401],
    ['an unknown path', { target: '/api/push' }, 404],
    ['a path with a trick', { target: '//v1/models' }, 404],
    ['another scope', { target: '/api/delete', method: 'DELETE' }, 403],
    ['another method', { method: 'PUT' }, 405],
    ['a body on a route without one', { headers: { 'content-length': ['2'] } }, 400],
    ['an unknown coding', { method: 'POST', target: '/api/chat', headers: { 'content-encoding': ['compress'] } }, 415],
    ['two codings', { method: 'POST', target: '/api/chat', headers: { 'content-encoding': ['gzip', 'br'] } }, 415],
    ['too large a body', { method: 'POST', target: '/api/chat', headers: { 'content-length': ['1001'] } }, 413],
  ])('is rejected for %s', (_why, parts, status) => {
    expect(statusOf(head(parts))).toBe(status);
  });

  it.each<[string, string[], 'full' | 'inference', string | number]>([
    ['/api/chat', ['gzip'], 'inference', 'authorized'],
    ['/api/chat', ['identity', 'ZSTD'], 'inference', 'authorized'],
    ['/v1/audio/transcriptions', ['br'], 'inference', 'authorized'],
    ['/api/chat', ['compress'], 'inference', 'gzip, deflate, br, zstd'],
    ['/api/chat', ['gzip', 'br'], 'inference', 'gzip, deflate, br, zstd'],
    [`/api/blobs/sha256:${'a'.repeat(64)}`, ['gzip'], 'full', 'identity'],
    [`/api/blobs/sha256:${'a'.repeat(64)}`, ['identity'], 'full', 'authorized'],
  ])('of a body at %s in %j is accepted, or says what would be', (target, codings, scope, expected) => {
    const request = head({ method: 'POST', target, headers: { 'content-encoding': codings } });
    const result = authorizeRequest(request, { ...rules, check: () => ({ ...grant, scope }) });
    if (result.kind === 'rejected') {
      expect([result.failure.status, result.failure.headers?.['accept-encoding']]).toEqual([415, expected]);
    } else expect(result.kind).toBe(expected);
  });

  it('responds to preflights of allowed origins only', () => {
    const pageHeaders = {
      origin: ['https://app.example'],
      'access-control-request-method': ['POST'],
      authorization: [],
    };
    const desired = { 'access-control-request-headers': ['authorization,x-stainless-os'] };
    const preflight = head({ method: 'OPTIONS', target: '/v1/responses', headers: { ...pageHeaders, ...desired } });
    const allowed = authorizeRequest(preflight, rules);
    expect(allowed).toMatchObject({ kind: 'preflight' });
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-headers': 'authorization,x-stainless-os',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
    expect(allowed.headers).not.toHaveProperty('access-control-allow-credentials');
    const foreign = authorizeRequest(
      head({ method: 'OPTIONS', headers: { ...pageHeaders, origin: ['https://evil.example'] } }),
      rules,
    );
    expect(foreign).toMatchObject({ kind: 'rejected', failure: { status: 403 }, headers: { vary: 'Origin' } });
    expect(authorizeRequest(head(), rules).headers).toEqual({ vary: 'Origin' });
    const readable = authorizeRequest(head({ headers: { origin: ['https://app.example'], authorization: [] } }), rules);
    expect(readable).toMatchObject({ kind: 'rejected', failure: { status: 401 } });
    expect(readable.headers['access-control-allow-origin']).toBe('https://app.example');
  });

  it.each([
    ['vscode-webview://*', 'vscode-webview://1a2b', true],
    ['https://*.example.com', 'https://a.example.com', true],
    ['https://*.example.com', 'https://example.com', false],
    ['https://*.example.com', 'https://a.example.com.evil', false],
    ['https://a*a.example', 'https://a.example', false],
    ['*', 'null', true],
    ['https://a.example', 'https://a.example:1', false],
  ])('matches %s against %s: %s', (pattern, origin, allowed) => {
    const page = head({ headers: { origin: [origin] } });
    expect(authorizeRequest(page, { ...rules, origins: [pattern] }).kind).toBe(allowed ? 'authorized' : 'rejected');
  });

  it('is never authorized without a key', () => {
    const values = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), { maxLength: 2 });
    const names = fc.constantFrom('authorization', 'x-api-key', 'cookie', 'proxy-authorization', 'x-forwarded-for');
    fc.assert(
      fc.property(
        fc.dictionary(names, values),
        fc.string(),
        fc.constantFrom('GET', 'POST'),
        (headers, target, method) => {
          const bare = { host: ['mac.local'], ...headers };
          expect(statusOf({ method, target, headers: bare })).toBe(401);
        },
      ),
    );
  });
});

describe('the host rule', () => {
  it('accepts our port, or any port where none is given', () => {
    expect(matchesOwnHost(['localhost:11434'], { hosts: ['localhost'], port: 11434 })).toBe(true);
    expect(matchesOwnHost(['localhost'], { hosts: ['localhost'], port: 11434 })).toBe(true);
    expect(matchesOwnHost(['localhost:1'], { hosts: ['localhost'], port: 11434 })).toBe(false);
  });

  it('accepts our own names only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string()), (host) => {
        fc.pre(!['mac.local', '127.0.0.1'].includes(host.toLowerCase()));
        const rule = { hosts: ['mac.local', '127.0.0.1'], port: null };
        expect(matchesOwnHost([host], rule)).toBe(false);
        expect(matchesOwnHost([`${host}.mac.local`], rule)).toBe(false);
        expect(matchesOwnHost([`mac.local.${host}`], rule)).toBe(host === '');
        expect(matchesOwnHost([`mac.local@${host}`], rule)).toBe(false);
      }),
    );
    expect(matchesOwnHost([], { hosts: [''], port: null })).toBe(false);
    expect(matchesOwnHost([''], { hosts: [''], port: null })).toBe(false);
  });
});

describe('the key of a request', () => {
  it.each<[Record<string, string[]>, string | null]>([
    [{ authorization: ['Bearer abc'] }, 'abc'],
    [{ authorization: ['bearer  abc'] }, 'abc'],
    [{ 'x-api-key': ['abc'] }, 'abc'],
    [{ authorization: ['Bearer abc'], 'x-api-key': ['abc'] }, 'abc'],
    [{ authorization: ['Bearer abc'], 'x-api-key': ['abd'] }, null],
    [{ authorization: ['Basic abc'], 'x-api-key': ['abc'] }, null],
    [{ authorization: ['Bearer abc', 'Bearer abc'] }, null],
    [{ 'x-api-key': ['abc', 'abc'] }, null],
    [{ authorization: ['Bearer '] }, null],
    [{ authorization: [''] }, null],
    [{}, null],
  ])('of %o is %o', (headers, key) => {
    expect(extractApiKey(headers)).toBe(key);
  });
});

describe('an error', () => {
  it('has the format of the path’s API', () => {
    const failure = { status: 401, type: 'missing_api_key', message: 'No.' } as const;
    expect(failureBody(failure, '/v1/messages')).toEqual({
      type: 'error',
      error: { type: 'authentication_error', message: 'No.' },
    });
    expect(failureBody(failure, '/api/chat')).toEqual({ error: 'No.' });
    const openAi = { error: { message: 'No.', type: 'missing_api_key', param: null, code: 'missing_api_key' } };
    expect(failureBody(failure, '/v1/responses')).toEqual(openAi);
    expect(failureBody(failure, null)).toEqual(openAi);
  });
});
