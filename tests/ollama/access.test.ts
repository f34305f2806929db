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

interface Seen {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** `fetch` doesn't let us set Host, Origin or a preflight's headers; node:http does. */
function ask(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', method, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('origins', () => {
  test.each(['http://localhost:5173', 'https://127.0.0.1', 'app://bundle', 'file://', 'http://0.0.0.0:8080'])(
    'lets %s in',
    async (origin) => {
      const { status, headers } = await ask('GET', '/api/version', { Origin: origin });
      expect(status).toBe(200);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toBe('Origin');
    },
  );

  test.each(['https://example.com', 'null', 'http://[::1]:3000', 'chrome-extension://abc'])(
    'answers %s with 403 and nothing else',
    async (origin) => {
      const { status, headers, body } = await ask('GET', '/api/version', { Origin: origin });
      expect(status).toBe(403);
      expect(body).toBe('');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('answers a preflight with what the openai package needs', async () => {
    const origin = 'http://localhost:5173';
    const { status, headers } = await ask('OPTIONS', '/v1/chat/completions', {
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

  test('OLLAMA_ORIGINS adds to the list, and * lets everyone in', async () => {
    const open = await startOllama({ env: { OLLAMA_ORIGINS: '*' } });
    try {
      const answer = await fetch(`${open.baseUrl}/api/version`, { headers: { Origin: 'https://example.com' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    } finally {
      await open.stop();
    }
  });
});

describe('hosts', () => {
  test.each(['localhost', 'LOCALHOST:11434', '127.0.0.1:80', '192.168.1.5', 'mac.local', 'x.localhost', 'a.internal'])(
    'answers to %s',
    async (host) => {
      expect((await ask('GET', '/api/version', { Host: host })).status).toBe(200);
    },
  );

  test.each(['example.com', 'localhost.example.com', '8.8.8.8'])('answers to %s with an empty 403', async (host) => {
    const { status, body } = await ask('GET', '/api/version', { Host: host });
    expect(status).toBe(403);
    expect(body).toBe('');
  });
});

describe('routes', () => {
  test('greets', async () => {
    const { status, body } = await ask('GET', '/', {});
    expect([status, body]).toEqual([200, 'Ollama is running']);
    expect((await ask('HEAD', '/', {})).status).toBe(200);
  });

  test('knows 404, 405 and stray slashes', async () => {
    const unknown = await ask('GET', '/api/nothing', {});
    expect([unknown.status, unknown.body]).toEqual([404, '404 page not found']);
    const wrong = await ask('GET', '/api/chat', {});
    expect([wrong.status, wrong.body, wrong.headers.allow]).toEqual([405, '405 method not allowed', 'POST']);
    expect((await ask('GET', '/api/tags/', {})).status).toBe(301);
    expect((await ask('POST', '/api/chat/', {})).status).toBe(307);
  });

  test('tells nothing of the cloud when it is switched off', async () => {
    expect((await call(server, '/api/status')).json()).toEqual({ cloud: { disabled: true, source: 'env' } });
  });
});
