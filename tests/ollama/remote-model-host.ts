import { once } from 'node:events';
import { createServer } from 'node:http';

/** What a chat that went there answers with. */
export const REMOTE_HOST = 'From afar';

/** Stands for ollama.com, and for any computer that a stub names. */
export interface Elsewhere {
  readonly url: string;
  /** What has the server under test take it for both. */
  readonly env: Readonly<Record<string, string>>;
  /** What was posted here since the last call, each request with its headers and its body. */
  heard(): readonly string[];
  close(): Promise<void>;
}

const message = { role: 'assistant', content: REMOTE_HOST };
const NATIVE = { model: 'm', created_at: '2026-01-01T00:00:00Z', message, done: true, done_reason: 'stop' };
const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
};

export async function startRemoteModelHost(): Promise<Elsewhere> {
  const heard: string[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    // The real server looks for models by itself, with GET.
    if (req.method === 'POST') {
      heard.push([req.url, req.rawHeaders.join('\n'), Buffer.concat(chunks).toString('utf8')].join('\n'));
    }
    res.setHeader('Content-Type', 'application/json');
    res.end(`${JSON.stringify(req.url?.startsWith('/v1/') ? COMPLETION : NATIVE)}\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    env: {
      OLLAMA_NO_CLOUD: '0',
      OLLAMA_CLOUD_BASE_URL: url,
      OLLAMA_REMOTES: '127.0.0.1',
      // The real server has calls that go to the true address all the same; they end here.
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
    heard: () => heard.splice(0),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
