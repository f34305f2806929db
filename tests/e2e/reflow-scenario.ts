import { connectRpc, snapshotUntil } from './rpc-client.ts';
import { type Corral, startCorral } from './start-corral.ts';

export const LONG_NAME = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:UD-Q4_K_XL';
export const LONG_KEY_NAME = 'MacBook Pro of the design department, third floor: Continue in VS Code';

const LONG_WORD = 'a-word-that-has-no-place-at-which-a-line-could-end'.replaceAll('-', '');
const ANSWER = `A **list** and [a link](https://example.com/${LONG_WORD}):

- ${LONG_WORD}

\`\`\`python
for index in range(10): print("a line that is longer than the window", index)
\`\`\`

| A column | Another one | A third one | A fourth one |
| -- | -- | -- | -- |
| with words | ${LONG_WORD} | more | and more |
`;

/** A host that has something of everything that the pages show, with names that are longer than a narrow window. */
export async function startFullCorral(): Promise<Corral> {
  const corral = await startCorral({
    fake: {
      installed: [LONG_NAME, 'qwen3:8b', 'nomic-embed-text'],
      syntheticModels: 40,
      tokensPerSecond: 2_000,
      loadDelayMs: 0,
      promptDelayMs: 0,
      pullBytesPerSecond: 1_000_000,
      response: ANSWER,
    },
  });
  const { client, close } = await connectRpc(corral.url);
  try {
    await snapshotUntil(client, ({ server, models }) => server.actual.state === 'running' && models.known);
    await client.settings.update({
      allowedOrigins: ['https://chat.example.com', `https://${LONG_WORD}.example.com`],
      allowedHosts: [`studio.${LONG_WORD}.example.com`],
      extraVariables: [{ name: 'CUDA_VISIBLE_DEVICES_OF_THIS_MACHINE', value: `/${LONG_WORD}/${LONG_WORD}` }],
    });
    await client.keys.create({
      name: LONG_KEY_NAME,
      scope: 'full',
      models: [LONG_NAME],
      cloudAllowed: true,
      expiresAt: null,
    });
    await client.models.load({ name: LONG_NAME });
    await client.models.pull({ name: 'llama3.2:3b' });
    await client.models.pull({ name: `no-such-model/${LONG_WORD}` });
    for (const model of [LONG_NAME, `gone/${LONG_WORD}`]) await chat(corral, model);
    await snapshotUntil(client, ({ models }) => models.loaded.length > 0);
  } finally {
    close();
  }
  return corral;
}

function chat({ origin, token }: Corral, model: string): Promise<string> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: LONG_WORD }] });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${origin}/v1/chat/completions`, { method: 'POST', headers, body }).then((response) => response.text());
}
