import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { api, ask, cookie, onSignIn, ourPage, port, serveInTests, session } from './testing/web-server-fixture.ts';

serveInTests();

describe('signing in', () => {
  it('exchanges the token for a cookie and redirects to the pages, more than once', async () => {
    for (const path of [`/?token=${session.token}`, `/?x=1&token=${session.token}`]) {
      const response = await ask(path);
      expect(response.statusCode).toBe(303);
      expect(response.headers.location).toBe('/');
      expect(response.headers['set-cookie']).toEqual([`${cookie()}; Path=/; HttpOnly; SameSite=Strict`]);
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
    const response = await ask(path, sent);
    expect(response.statusCode).toBe(401);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(await text(response)).toContain('Open the address that Corral printed');
  });

  it('tells a person in HTML how to get in', async () => {
    const response = await ask('/', { headers: { accept: 'text/html' } });
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toContain('text/html');
    expect(await text(response)).toContain('<h1>');
  });

  it('lets a link from elsewhere ask again as our own page, without saying anything more', async () => {
    const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    const response = await ask('/', { headers: { ...navigation, cookie: cookie() } });
    expect(response.statusCode).toBe(401);
    expect(await text(response)).toContain('http-equiv="refresh" content="0;url=/"');
    const again = await ask('/', { headers: { ...navigation, 'sec-fetch-site': 'same-origin' } });
    expect(await text(again)).not.toContain('refresh');
  });
});

describe('pages', () => {
  it('come with the headers that keep model output harmless', async () => {
    const response = await ask('/', { headers: ourPage() });
    expect(response.statusCode).toBe(200);
    expect(await text(response)).toBe('<title>pages</title>');
    expect(response.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(response.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(response.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('may be kept where their name tells their content', async () => {
    const response = await ask('/assets/a-1f.js', { headers: ourPage() });
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(response.headers['content-type']).toContain('javascript');
  });

  it.each(['/../secret', '/assets/../../secret', '/%2e%2e/secret', '/..%2fsecret', '/nothing'])(
    'end at their folder: %s',
    async (path) => {
      const response = await ask(path, { headers: ourPage() });
      expect([403, 404]).toContain(response.statusCode);
      expect(await text(response)).not.toContain('outside');
    },
  );
});

describe('the Host header', () => {
  it.each(['localhost', '[::1]', '127.0.0.1', '127.0.0.2', 'mini.example'])('may be %s', async (name) => {
    const response = await ask('/', { headers: { ...ourPage(), host: `${name}:${port()}` } });
    expect(response.statusCode).toBe(200);
  });

  it.each(['evil.example', '10.0.0.1', 'localhost.evil.example'])('may not be %s', async (host) => {
    for (const path of ['/', `/?token=${session.token}`, '/v1/models', '/metrics']) {
      const headers = { ...ourPage(), host, authorization: `Bearer ${session.token}` };
      const response = await ask(path, { headers });
      expect(response.statusCode).toBe(403);
      expect(response.headers['set-cookie']).toBeUndefined();
    }
    expect(api).not.toHaveBeenCalled();
  });

  it('may be there only once', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[03]/);
  });

  it('is served on every bound address', async () => {
    const response = await fetch(`http://127.0.0.2:${port()}/`);
    expect(response.status).toBe(401);
  });
});
