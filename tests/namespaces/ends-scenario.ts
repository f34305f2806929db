/** An open server when another process uses the port, its address changes, or Corral quits. Runs in a namespace of its own. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { portListeners } from '../../core/os/port-listeners.ts';
import { processInfo } from '../../core/os/process-info.ts';
import { addressArguments, here, ip } from './connected-namespaces.ts';
import { all, openFixture, waitFor } from './network-fixture.ts';

const fixture = await openFixture();
const { client, from, until, locally, corral, tailscale } = fixture;
const moved = '100.101.102.104';
const everywhere = [...Object.values(here), moved];
const fours = [here.lan, here.secondLan, here.tailnet, here.container];
function isClosed(results: Record<string, string>) {
  return Object.values(results).every((result) => result !== '200');
}
async function expectOpen() {
  return assert.deepEqual(await from([moved]), all([moved], '200'));
}

try {
  // An external server listens on every address: its reach is published and can't be changed here.
  await client.server.stop({ when: 'now' });
  await until(({ server }) => server.actual.state === 'stopped');
  await waitFor('0', async () => `${(await portListeners(corral.ollamaPort)).length}`);
  const external = createServer((_request, response) => response.end('{"version":"0.1.0"}'));
  external.listen({ host: '0.0.0.0', port: corral.ollamaPort });
  await once(external, 'listening');
  const { exposure } = await until((now) => now.server.actual.state === 'external' && now.exposure.effective !== null);
  assert.deepEqual(exposure.effective, {
    reach: 'localNetwork',
    open: true,
    keyed: false,
    ollamaHost: `0.0.0.0:${corral.ollamaPort}`,
    listening: ['0.0.0.0'],
  });
  assert.ok(exposure.addresses.some(({ url, needsKey }) => url.includes(here.lan) && !needsKey));
  assert.deepEqual(await from(fours), all(fours, '200'));
  await assert.rejects(client.exposure.setReach({ reach: 'localNetwork', confirmed: true }), {
    code: 'SERVER_NOT_OURS',
  });
  external.closeAllConnections();
  external.close();
  await until(({ server }) => server.actual.state === 'stopped');
  await client.server.start();
  await until(({ server }) => server.actual.state === 'running');
  assert.ok(isClosed(await from(everywhere)));

  // Tailscale only, without a key: the address changes, and the server moves to it.
  await client.settings.update({ keepServerAfterQuit: true });
  await client.exposure.setKeyRequired({ required: false, confirmed: false });
  await client.exposure.setReach({ reach: 'tailscale', confirmed: true });
  assert.deepEqual(await from([here.tailnet]), all([here.tailnet], '200'));
  ip(...addressArguments('del', `${here.tailnet}/10`, 'tailscale0'));
  ip(...addressArguments('add', `${moved}/10`, 'tailscale0'));
  tailscale.setStatus([moved]);
  await waitFor(all([moved], '200'), () => from([moved]));
  const followed = await until(
    ({ exposure: { effective } }) => effective?.listening.join() === `${moved},127.0.0.1,::1`,
  );
  assert.equal(await locally(), 200);
  assert.equal(followed.exposure.effective?.ollamaHost, `${moved}:${corral.ollamaPort}`);
  assert.deepEqual(followed.server.problems, []);

  // Corral quits and keeps the server, which is then reachable from this machine only.
  assert.equal(await corral.stop(), 0);
  assert.ok(isClosed(await from(everywhere)));
  assert.equal(await locally(), 200);

  // The next host opens it again and is killed: nothing stays reachable, and HTTPS is no longer served.
  const next = await fixture.openAgain();
  try {
    await next.until((now) => now.exposure.effective?.open === true);
    await expectOpen();
    await next.client.exposure.setTailnetHttps({ enabled: true });
    await next.until(({ exposure: { https } }) => https.state === 'on');
    const record = JSON.parse(await readFile(join(corral.dataDir, 'tailscale-serve.json'), 'utf8'));
    assert.ok(await processInfo(record.pid));
    next.corral.process.kill('SIGKILL');
    await waitFor(true, async () => isClosed(await from([moved])) && (await processInfo(record.pid)) === null);
    assert.ok(isClosed(await from(everywhere)));
    await assert.rejects(locally());
  } finally {
    next.close();
    await next.corral.stop();
  }
} finally {
  await fixture.dispose();
}
