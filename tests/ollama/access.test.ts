import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from './api-client.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';

let server: RunningOllama;

beforeAll(async () => {
  server = await startOllama();
});

afterAll(async () => {
  await server.stop();
});

interface RawResponse {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** `fetch` doesn't let us set Host, Origin or a preflight's headers; node:http does. */
function send(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', method, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('origins', () => {
  test.each(['http://localhost:5173', 'https://127.0.0.1', 'app://bundle', 'file://', 'http://0.0.0.0:8080'])(
    'accepts %s',
    async (origin) => {
      const { status, headers } = await send('GET', '/api/version', { Origin: origin });
      expect(status).toBe(200);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toBe('Origin');
    },
  );

  test.each(['https://example.com', 'null', 'http://[::1]:3000', 'chrome-extension://abc'])(
    'responds to %s with 403 and nothing else',
    async (origin) => {
      const { status, headers, body } = await send('GET', '/api/version', { Origin: origin });
      expect(status).toBe(403);
      expect(body).toBe('');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('responds to a preflight with what the openai package needs', async () => {
    const origin = 'http://localhost:5173';
    const { status, headers } = await send('OPTIONS', '/v1/chat/completions', {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
    });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-methods']).toBe('GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS');
    expect(headers['access-control-max-age']).toBe('43200');
    const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(',');
    expect(allowed).toEqual(expect.arrayContaining(['authorization', 'content-type', 'x-stainless-runtime-version']));
    expect(allowed).not.toContain('x-api-key');
  });

  test('OLLAMA_ORIGINS adds to the list, and * accepts all', async () => {
    const open = await startOllama({ env: { OLLAMA_ORIGINS: '*' } });
    try {
      const response = await fetch(`${open.baseUrl}/api/version`, { headers: { Origin: 'https://example.com' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    } finally {
      await open.stop();
    }
  });
});

describe('hosts', () => {
  test.each(['localhost', 'LOCALHOST:11434', '127.0.0.1:80', '192.168.1.5', 'mac.local', 'x.localhost', 'a.internal'])(
    'accepts %s',
    async (host) => {
      expect((await send('GET', '/api/version', { Host: host })).status).toBe(200);
    },
  );

  test.each(['example.com', 'localhost.example.com', '8.8.8.8'])('responds to %s with an empty 403', async (host) => {
    const { status, body } = await send('GET', '/api/version', { Host: host });
    expect(status).toBe(403);
    expect(body).toBe('');
  });
});

describe('routes', () => {
  test('respond with a greeting at /', async () => {
    const { status, body } = await send('GET', '/', {});
    expect([status, body]).toEqual([200, 'Ollama is running']);
    expect((await send('HEAD', '/', {})).status).toBe(200);
  });

  test('respond with 404 and 405, and redirect a stray slash', async () => {
    const unknown = await send('GET', '/api/nothing', {});
    expect([unknown.status, unknown.body]).toEqual([404, '404 page not found']);
    const wrong = await send('GET', '/api/chat', {});
    expect([wrong.status, wrong.body, wrong.headers.allow]).toEqual([405, '405 method not allowed', 'POST']);
    expect((await send('GET', '/api/tags/', {})).status).toBe(301);
    expect((await send('POST', '/api/chat/', {})).status).toBe(307);
  });

  test('report that the cloud is disabled', async () => {
    expect((await call(server, '/api/status')).json()).toEqual({ cloud: { disabled: true, source: 'env' } });
  });
});
