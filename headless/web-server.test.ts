import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { api, ask, cookie, onSignIn, ourPage, port, serveInTests, session } from './testing/web-server-fixture.ts';

serveInTests();

describe('signing in', () => {
  it('answers the token with a cookie and leads to the pages, more than once', async () => {
    for (const path of [`/?token=${session.token}`, `/?x=1&token=${session.token}`]) {
      const answer = await ask(path);
      expect(answer.statusCode).toBe(303);
      expect(answer.headers.location).toBe('/');
      expect(answer.headers['set-cookie']).toEqual([`${cookie()}; Path=/; HttpOnly; SameSite=Strict`]);
    }
    expect(onSignIn).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a wrong token', '/?token=wrong', {}],
    ['no token', '/', {}],
    ['the token on another path', `/index.html?token=${session.token}`, {}],
    ['the token in a POST', `/?token=${session.token}`, { method: 'POST' }],
    ['the bearer token for a page', '/', { headers: { authorization: `Bearer ${session.token}` } }],
  ])('refuses %s', async (_what, path, sent) => {
    const answer = await ask(path, sent);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await text(answer)).toContain('Open the address that Corral printed');
  });

  it('tells a person in HTML how to get in', async () => {
    const answer = await ask('/', { headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(await text(answer)).toContain('<h1>');
  });

  it('lets a link from elsewhere ask again as our own page, without saying anything more', async () => {
    const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    const answer = await ask('/', { headers: { ...navigation, cookie: cookie() } });
    expect(answer.statusCode).toBe(401);
    expect(await text(answer)).toContain('http-equiv="refresh" content="0;url=/"');
    const again = await ask('/', { headers: { ...navigation, 'sec-fetch-site': 'same-origin' } });
    expect(await text(again)).not.toContain('refresh');
  });
});

describe('pages', () => {
  it('come with the headers that keep model output harmless', async () => {
    const answer = await ask('/', { headers: ourPage() });
    expect(answer.statusCode).toBe(200);
    expect(await text(answer)).toBe('<title>pages</title>');
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('may be kept where their name tells their content', async () => {
    const answer = await ask('/assets/a-1f.js', { headers: ourPage() });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  it.each(['/../secret', '/assets/../../secret', '/%2e%2e/secret', '/..%2fsecret', '/nothing'])(
    'end at their folder: %s',
    async (path) => {
      const answer = await ask(path, { headers: ourPage() });
      expect([403, 404]).toContain(answer.statusCode);
      expect(await text(answer)).not.toContain('outside');
    },
  );
});

describe('the Host header', () => {
  it.each(['localhost', '[::1]', '127.0.0.1', '127.0.0.2', 'mini.example'])('may be %s', async (name) => {
    const answer = await ask('/', { headers: { ...ourPage(), host: `${name}:${port()}` } });
    expect(answer.statusCode).toBe(200);
  });

  it.each(['evil.example', '10.0.0.1', 'localhost.evil.example'])('may not be %s', async (host) => {
    for (const path of ['/', `/?token=${session.token}`, '/v1/models', '/metrics']) {
      const headers = { ...ourPage(), host, authorization: `Bearer ${session.token}` };
      const answer = await ask(path, { headers });
      expect(answer.statusCode).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(api).not.toHaveBeenCalled();
  });

  it('may be there only once', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[03]/);
  });

  it('is answered on every bound address', async () => {
    const answer = await fetch(`http://127.0.0.2:${port()}/`);
    expect(answer.status).toBe(401);
  });
});
