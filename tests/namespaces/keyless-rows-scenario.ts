/** The rows of the exposure table that ask for no key, seen from another machine. Run in a namespace of its own. */
import assert from 'node:assert/strict';
import { addressArguments, here, ip } from './connected-namespaces.ts';
import { all, openFixture, waitFor } from './network-fixture.ts';

const ground = await openFixture();
const { client, from, until, locally, corral } = ground;
const everywhere = Object.values(here);
const others = everywhere.filter((address) => address !== here.tailnet);
const erase = { method: 'DELETE', path: '/api/delete', body: '{"model":"no-such-model"}' };

try {
  await client.exposure.setKeyRequired({ required: false, confirmed: false });
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));

  // Tailscale only, without a key: nobody but the tailnet, and localhost goes on working.
  await assert.rejects(client.exposure.setReach({ reach: 'tailscale', confirmed: false }), {
    code: 'CONFIRMATION_NEEDED',
  });
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));
  await client.exposure.setReach({ reach: 'tailscale', confirmed: true });
  assert.deepEqual(await from([here.tailnet]), all([here.tailnet], '200'));
  assert.deepEqual(await from([here.tailnet], erase), all([here.tailnet], '404'));
  assert.deepEqual(await from(others), all(others, 'refused'));
  await waitFor(200, locally);
  const open = await until(({ exposure }) => exposure.effective?.open === true);
  assert.equal(open.exposure.effective?.ollamaHost, `${here.tailnet}:${corral.ollamaPort}`);
  assert.ok(open.exposure.addresses.every(({ needsKey }) => !needsKey));

  // The address goes, and the server comes home; it returns, and so does the server.
  ip(...addressArguments('del', `${here.tailnet}/10`, 'tailscale0'));
  ground.tailscale.say([], 'Stopped');
  const away = await until(
    ({ exposure, server }) => exposure.effective?.reach === 'thisMac' && server.actual.state === 'running',
  );
  assert.deepEqual(away.server.problems, []);
  assert.deepEqual(await from(others), all(others, 'refused'));
  assert.equal(await locally(), 200);
  ip(...addressArguments('add', `${here.tailnet}/10`, 'tailscale0'));
  ground.tailscale.say([here.tailnet, here.tailnetSix]);
  await waitFor(all([here.tailnet], '200'), () => from([here.tailnet]));

  // A key is required from now on: the server moves to loopback, and the key is asked for at the same address.
  await until(({ exposure }) => exposure.effective?.reach === 'tailscale' && !exposure.applying);
  await client.exposure.setKeyRequired({ required: true, confirmed: false });
  assert.deepEqual(await from([here.tailnet, here.tailnetSix]), all([here.tailnet, here.tailnetSix], '401'));
  assert.equal(await locally(), 200);
  await assert.rejects(client.exposure.setKeyRequired({ required: false, confirmed: false }), {
    code: 'CONFIRMATION_NEEDED',
  });
  assert.deepEqual(await from([here.tailnet]), all([here.tailnet], '401'));
  await client.exposure.setKeyRequired({ required: false, confirmed: true });

  // Local network, without a key: every interface, which is what the sentence warns of.
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: true });
  assert.deepEqual(await from(everywhere), all(everywhere, '200'));
  assert.deepEqual(await from(everywhere, erase), all(everywhere, '404'));
  const wide = await until(({ exposure }) => exposure.effective?.reach === 'localNetwork');
  assert.equal(wide.exposure.effective?.ollamaHost, `0.0.0.0:${corral.ollamaPort}`);

  // A keyless open server never outlives Corral.
  assert.equal(await corral.stop(), 0);
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));
  await assert.rejects(locally());
} finally {
  await ground.dispose();
}
