/** The choices of network access without a key, seen from another machine. Runs in a namespace of its own. */
import assert from 'node:assert/strict';
import { addressArguments, here, ip } from './connected-namespaces.ts';
import { all, openFixture, waitFor } from './network-fixture.ts';

const fixture = await openFixture();
const { client, from, until, locally, corral } = fixture;
const everywhere = Object.values(here);
const others = everywhere.filter((address) => address !== here.tailnet);
const deleteRequest = { method: 'DELETE', path: '/api/delete', body: '{"model":"no-such-model"}' };

try {
  await client.exposure.setKeyRequired({ required: false, confirmed: false });
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));

  // Tailscale only, without a key: the tailnet and localhost.
  await assert.rejects(client.exposure.setReach({ reach: 'tailscale', confirmed: false }), {
    code: 'CONFIRMATION_NEEDED',
  });
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));
  await client.exposure.setReach({ reach: 'tailscale', confirmed: true });
  assert.deepEqual(await from([here.tailnet]), all([here.tailnet], '200'));
  assert.deepEqual(await from([here.tailnet], deleteRequest), all([here.tailnet], '404'));
  assert.deepEqual(await from(others), all(others, 'refused'));
  await waitFor(200, locally);
  const open = await until(({ exposure }) => exposure.effective?.open === true);
  assert.equal(open.exposure.effective?.ollamaHost, `${here.tailnet}:${corral.ollamaPort}`);
  assert.ok(open.exposure.addresses.every(({ needsKey }) => !needsKey));

  // The address disappears, and the server moves to loopback; when it returns, the server moves back.
  ip(...addressArguments('del', `${here.tailnet}/10`, 'tailscale0'));
  fixture.tailscale.setStatus([], 'Stopped');
  const away = await until(
    ({ exposure, server }) => exposure.effective?.reach === 'thisMac' && server.actual.state === 'running',
  );
  assert.deepEqual(away.server.problems, []);
  assert.deepEqual(await from(others), all(others, 'refused'));
  assert.equal(await locally(), 200);
  ip(...addressArguments('add', `${here.tailnet}/10`, 'tailscale0'));
  fixture.tailscale.setStatus([here.tailnet, here.tailnetSix]);
  await waitFor(all([here.tailnet], '200'), () => from([here.tailnet]));

  // A key is required: the server moves to loopback, and the same address requires the key.
  await until(({ exposure }) => exposure.effective?.reach === 'tailscale' && !exposure.applying);
  await client.exposure.setKeyRequired({ required: true, confirmed: false });
  assert.deepEqual(await from([here.tailnet, here.tailnetSix]), all([here.tailnet, here.tailnetSix], '401'));
  assert.equal(await locally(), 200);
  await assert.rejects(client.exposure.setKeyRequired({ required: false, confirmed: false }), {
    code: 'CONFIRMATION_NEEDED',
  });
  assert.deepEqual(await from([here.tailnet]), all([here.tailnet], '401'));
  await client.exposure.setKeyRequired({ required: false, confirmed: true });

  // Local network, without a key: every interface, as the warning says.
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: true });
  assert.deepEqual(await from(everywhere), all(everywhere, '200'));
  assert.deepEqual(await from(everywhere, deleteRequest), all(everywhere, '404'));
  const wide = await until(({ exposure }) => exposure.effective?.reach === 'localNetwork');
  assert.equal(wide.exposure.effective?.ollamaHost, `0.0.0.0:${corral.ollamaPort}`);

  // A keyless open server never outlives Corral.
  assert.equal(await corral.stop(), 0);
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));
  await assert.rejects(locally());
} finally {
  await fixture.dispose();
}
