/**
 * Tailscale only, without a key. Runs in a network namespace of its own (see tailscale.test.ts), with a stub of the Tailscale CLI and a
 * veth interface that has an address of 100.64.0.0/10.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { stubTailscale } from '../namespaces/tailscale-stub.ts';
import { connectRpc, snapshotUntil } from './rpc-client.ts';
import { startCorral } from './start-corral.ts';

const TAILNET_ADDRESS = '100.101.102.103';
function ip(...args: string[]) {
  return execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function statusOf(host: string, port: number, hostHeader: string): Promise<number> {
  return new Promise((resolve) => {
    const request = get(
      { host, port, path: '/api/version', headers: { host: hostHeader }, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.setTimeout(3_000, () => request.destroy());
    request.on('error', () => resolve(0));
  });
}

ip('link', 'set', 'lo', 'up');
ip('link', 'add', 'tailscale0', 'type', 'veth', 'peer', 'name', 'peer0');
ip('link', 'set', 'tailscale0', 'up');
ip('link', 'set', 'peer0', 'up');
ip('address', 'add', `${TAILNET_ADDRESS}/32`, 'dev', 'tailscale0');

const home = mkdtempSync(join(tmpdir(), 'corral-tailscale-'));
const { bin } = stubTailscale(home, [TAILNET_ADDRESS]);

/** Checks the API as any app would use it, with any text as its key: a list and a streamed response. */
async function checkSdk(port: number, apiKey: string): Promise<void> {
  const openai = new OpenAI({ baseURL: `http://localhost:${port}/v1`, apiKey, maxRetries: 0 });
  assert.equal((await openai.models.list()).data[0]?.id, 'tinyllama:latest');
  const messages = [{ role: 'user' as const, content: 'Say hello' }];
  const pieces: string[] = [];
  for await (const chunk of await openai.chat.completions.create({ model: 'tinyllama', messages, stream: true })) {
    pieces.push(chunk.choices[0]?.delta.content ?? '');
  }
  assert.ok(pieces.filter((piece) => piece !== '').length > 1, pieces.join('|'));
}

const corral = await startCorral({
  home,
  fake: { installed: ['tinyllama'], tokensPerSecond: 500 },
  env: { PATH: `${bin}:${process.env.PATH ?? ''}` },
});
const { client, close } = await connectRpc(corral.url);
try {
  await snapshotUntil(client, ({ server, exposure }) => {
    return server.actual.state === 'running' && exposure.tailscale.state === 'running';
  });
  await client.exposure.setKeyRequired({ required: false, confirmed: false });
  await assert.rejects(client.exposure.setReach({ reach: 'tailscale', confirmed: false }), {
    code: 'CONFIRMATION_NEEDED',
  });

  await client.exposure.setReach({ reach: 'tailscale', confirmed: true });
  const open = await snapshotUntil(
    client,
    ({ exposure }) => exposure.effective?.reach === 'tailscale' && !exposure.applying,
  );
  assert.equal(open.exposure.effective?.ollamaHost, `${TAILNET_ADDRESS}:${corral.ollamaPort}`);
  const urls = open.exposure.addresses.map(({ url }) => url);
  assert.ok(urls.includes(`http://${TAILNET_ADDRESS}:${corral.ollamaPort}/v1`), urls.join(' '));
  assert.ok(urls.includes(`http://mac.tail4c2e.ts.net:${corral.ollamaPort}/v1`), urls.join(' '));
  assert.ok(urls.includes(`http://localhost:${corral.ollamaPort}/v1`), urls.join(' '));
  assert.equal(await statusOf(TAILNET_ADDRESS, corral.ollamaPort, `${TAILNET_ADDRESS}:${corral.ollamaPort}`), 200);
  assert.equal(await statusOf('127.0.0.1', corral.ollamaPort, `localhost:${corral.ollamaPort}`), 200);
  assert.equal(await statusOf('127.0.0.1', corral.ollamaPort, 'evil.example'), 403);
  await checkSdk(corral.ollamaPort, 'x');
  await checkSdk(corral.ollamaPort, 'ollama');

  ip('address', 'del', `${TAILNET_ADDRESS}/32`, 'dev', 'tailscale0');
  const gone = await snapshotUntil(client, ({ exposure, server }) => {
    return (
      exposure.effective?.reach === 'thisMac' && server.actual.state === 'running' && exposure.degradedReason !== null
    );
  });
  assert.equal(gone.exposure.desired, 'tailscale');
  assert.equal(gone.server.problems.length, 0);
  assert.equal(await statusOf('127.0.0.1', corral.ollamaPort, `localhost:${corral.ollamaPort}`), 200);

  ip('address', 'add', `${TAILNET_ADDRESS}/32`, 'dev', 'tailscale0');
  await snapshotUntil(
    client,
    ({ exposure }) => exposure.effective?.reach === 'tailscale' && exposure.degradedReason === null,
  );
  assert.equal(await statusOf(TAILNET_ADDRESS, corral.ollamaPort, `${TAILNET_ADDRESS}:${corral.ollamaPort}`), 200);

  await client.exposure.setReach({ reach: 'localNetwork', confirmed: true });
  await snapshotUntil(client, ({ exposure }) => exposure.effective?.reach === 'localNetwork' && !exposure.applying);
  assert.equal(await statusOf(TAILNET_ADDRESS, corral.ollamaPort, 'localhost'), 200);
  await checkSdk(corral.ollamaPort, 'x');
  await checkSdk(corral.ollamaPort, 'ollama');

  close();
  assert.equal(await corral.stop(), 0);
  assert.equal(await statusOf(TAILNET_ADDRESS, corral.ollamaPort, 'localhost'), 0);
  assert.equal(await statusOf('127.0.0.1', corral.ollamaPort, 'localhost'), 0);
} finally {
  close();
  await corral.dispose();
}
