import { once } from 'node:events';
import { createServer } from 'node:http';

/** The response to every chat that is forwarded there. */
export const REMOTE_RESPONSE = 'From a remote host';

/** A fake of ollama.com, and of any host that a remote model names. */
export interface RemoteModelHost {
  readonly url: string;
  /** Makes the server under test use it as both. */
  readonly env: Readonly<Record<string, string>>;
  /** The POST requests since the last call, each with its headers and its body. */
  takeRequests(): readonly string[];
  close(): Promise<void>;
}

const message = { role: 'assistant', content: REMOTE_RESPONSE };
const NATIVE = { model: 'm', created_at: '2026-01-01T00:00:00Z', message, done: true, done_reason: 'stop' };
const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
};

export async function startRemoteModelHost(): Promise<RemoteModelHost> {
  const requests: string[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    // The real server also lists models on its own, with GET.
    if (req.method === 'POST') {
      requests.push([req.url, req.rawHeaders.join('\n'), Buffer.concat(chunks).toString('utf8')].join('\n'));
    }
    res.setHeader('Content-Type', 'application/json');
    res.end(`${JSON.stringify(req.url?.startsWith('/v1/') ? COMPLETION : NATIVE)}\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    env: {
      OLLAMA_NO_CLOUD: '0',
      OLLAMA_CLOUD_BASE_URL: url,
      OLLAMA_REMOTES: '127.0.0.1',
      // The real server sends some requests to the real address regardless; they fail here.
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
    takeRequests: () => requests.splice(0),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
