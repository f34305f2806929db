/** The choices of network access with a key, seen from another machine. Runs in a namespace of its own. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { portListeners } from '../../core/os/port-listeners.ts';
import { addressArguments, here, ip } from './connected-namespaces.ts';
import { all, bearer, openFixture, waitFor } from './network-fixture.ts';
import { TAILNET_NAME } from './tailscale-stub.ts';

const fixture = await openFixture();
const { client, from, until, locally, corral } = fixture;
const everywhere = Object.values(here);
const lan = [here.lan, here.lanSix, here.secondLan];
const tailnet = [here.tailnet, here.tailnetSix];
const never = [here.container, here.publicSix];
const deleteRequest = { method: 'DELETE', path: '/api/delete', body: '{"model":"no-such-model"}' };

try {
  const { server } = await until(() => true);
  async function expectSamePid(): Promise<void> {
    assert.equal((await until(() => true)).server.pid, server.pid);
  }

  // This Mac.
  assert.deepEqual(await from(everywhere), all(everywhere, 'refused'));
  assert.equal(await locally(), 200);

  // Local network, with a key: no confirmation, no restart.
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: false });
  const open = [...lan, ...tailnet];
  assert.deepEqual(await from(open), all(open, '401'));
  assert.deepEqual(await from(never), all(never, 'refused'));
  assert.deepEqual(await from(open, bearer('corral-none')), all(open, '401'));
  const inference = await fixture.newKey('inference');
  const full = await fixture.newKey('full');
  assert.deepEqual(await from(open, bearer(inference)), all(open, '200'));
  assert.deepEqual(await from(open, { headers: { 'x-api-key': inference } }), all(open, '200'));
  assert.deepEqual(await from(open, { ...deleteRequest, ...bearer(inference) }), all(open, '403'));
  assert.deepEqual(await from(open, deleteRequest), all(open, '401'));
  assert.deepEqual(await from(open, { ...deleteRequest, ...bearer(full) }), all(open, '404'));
  assert.deepEqual(await from(open, { path: '/api/me', method: 'POST', ...bearer(full) }), all(open, '404'));
  const foreign = { headers: { ...bearer(full).headers, host: 'evil.example' } };
  assert.deepEqual(await from(open, foreign), all(open, '403'));
  const named = { headers: { ...bearer(full).headers, host: `${TAILNET_NAME}:${corral.ollamaPort}` } };
  assert.deepEqual(await from(open, named), all(open, '200'));
  assert.equal(await locally(), 200);
  const { exposure } = await until(() => true);
  assert.deepEqual(new Set(exposure.effective?.listening), new Set(['127.0.0.1', '::1', ...open]));
  const report = await client.exposure.testReachability();
  assert.ok(
    report.addresses.length > open.length &&
      report.addresses.every(({ passed, label }) => passed || /name|^Tailscale$/.test(label)),
    JSON.stringify(report),
  );

  // One interface is deselected and selected again.
  await client.exposure.setInterfaceEnabled({ device: 'eth1', enabled: false });
  assert.deepEqual(await from([here.secondLan, here.lan]), { [here.secondLan]: 'refused', [here.lan]: '401' });
  await client.exposure.setInterfaceEnabled({ device: 'eth1', enabled: true });
  assert.deepEqual(await from([here.secondLan]), all([here.secondLan], '401'));

  // The address changes, and a link goes down and up again: listeners follow, the server doesn't move.
  ip(...addressArguments('del', `${here.lan}/24`, 'eth0'));
  ip(...addressArguments('add', '192.168.77.9/24', 'eth0'));
  await waitFor(all(['192.168.77.9'], '401'), () => from(['192.168.77.9']));
  const moved = await until(({ exposure: { formerAddresses: gone } }) =>
    gone.some(({ url }) => url.includes(here.lan)),
  );
  assert.ok(moved.exposure.addresses.some(({ url }) => url.includes('192.168.77.9')));
  ip(...addressArguments('del', '192.168.77.9/24', 'eth0'));
  ip(...addressArguments('add', `${here.lan}/24`, 'eth0'));
  ip('link', 'set', 'eth1', 'down');
  await waitFor(all([here.lan], '401'), () => from([here.lan]));
  await until(({ exposure: { effective } }) => effective !== null && !effective.listening.includes(here.secondLan));
  ip('link', 'set', 'eth1', 'up');
  await waitFor(all([here.secondLan], '401'), () => from([here.secondLan]));
  // In its first second a new IPv6 address can't be bound, because the kernel checks whether another device has it.
  ip('address', 'add', 'fd77::9/64', 'dev', 'eth0');
  await client.exposure.setInterfaceEnabled({ device: 'eth1', enabled: true });
  await until(({ exposure: { degradedReason } }) => degradedReason?.includes('fd77::9') === true);
  await waitFor(all(['fd77::9'], '401'), () => from(['fd77::9']));
  await until(({ exposure: { degradedReason } }) => degradedReason === null);
  ip(...addressArguments('del', 'fd77::9/64', 'eth0'));
  await expectSamePid();

  // A deprecated address and one of a special-purpose range aren't listened on.
  ip(...addressArguments('add', 'fd77::bad/64', 'eth0'), 'preferred_lft', '0');
  ip(...addressArguments('add', '192.0.0.2/32', 'eth0'));
  await client.exposure.setInterfaceEnabled({ device: 'eth1', enabled: true });
  const without = await until(({ exposure: { effective } }) => effective?.listening.includes(here.secondLan) === true);
  assert.deepEqual(await from(['fd77::bad', here.lanSix]), { 'fd77::bad': 'refused', [here.lanSix]: '401' });
  assert.ok(!/fd77::bad|192\.0\.0\.2/.test(JSON.stringify(without.exposure)));
  ip(...addressArguments('del', 'fd77::bad/64', 'eth0'));
  ip(...addressArguments('del', '192.0.0.2/32', 'eth0'));

  // Tailnet HTTPS is forwarded to a keyed listener of its own.
  await client.exposure.setTailnetHttps({ enabled: true });
  const served = await until(({ exposure: { https } }) => https.state === 'on');
  assert.equal(served.exposure.https.url, `https://${TAILNET_NAME}/v1`);
  const target = `${fixture.tailscale.served().at(-1)}`;
  assert.notEqual(new URL(target).port, String(corral.ollamaPort));
  assert.equal((await fetch(`${target}/v1/models`)).status, 401);
  assert.equal((await fetch(`${target}/v1/models`, bearer(inference))).status, 200);
  await client.exposure.setTailnetHttps({ enabled: false });
  await assert.rejects(fetch(`${target}/v1/models`));

  // Tailscale only, with a key.
  await client.exposure.setReach({ reach: 'tailscale', confirmed: false });
  assert.deepEqual(await from(tailnet), all(tailnet, '401'));
  assert.deepEqual(await from(tailnet, bearer(inference)), all(tailnet, '200'));
  assert.deepEqual(await from([...lan, ...never]), all([...lan, ...never], 'refused'));
  ip(...addressArguments('del', `${here.tailnet}/10`, 'tailscale0'));
  ip(...addressArguments('del', `${here.tailnetSix}/48`, 'tailscale0'));
  const away = await until(
    ({ exposure: { effective, degradedReason } }) => effective?.reach === 'thisMac' && degradedReason !== null,
  );
  assert.deepEqual(away.server.problems, []);
  assert.equal(await locally(), 200);
  ip(...addressArguments('add', '100.101.102.104/10', 'tailscale0'));
  fixture.tailscale.setStatus(['100.101.102.104']);
  await waitFor(all(['100.101.102.104'], '401'), () => from(['100.101.102.104']));
  await expectSamePid();

  // Another process listens on an address of the port, without a key.
  await client.exposure.setReach({ reach: 'thisMac', confirmed: false });
  assert.deepEqual(await from(lan), all(lan, 'refused'));
  const other = createServer((_request, response) => response.end('other'));
  other.listen({ host: here.lanSix, port: corral.ollamaPort });
  await once(other, 'listening');
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: false });
  const shared = await until(({ exposure: { effective } }) => effective?.open === true);
  assert.match(shared.exposure.degradedReason ?? '', /can’t connect to fd77::1: another app is using that port/);
  assert.deepEqual(await from([here.lan, here.lanSix]), { [here.lan]: '401', [here.lanSix]: '200' });
  assert.equal(shared.server.actual.state, 'running');
  other.closeAllConnections();
  other.close();
  await waitFor(all([here.lan, here.lanSix], '401'), () => from([here.lan, here.lanSix]));
  await expectSamePid();

  // Quitting leaves nothing open, even if the server keeps running.
  await client.settings.update({ keepServerAfterQuit: true });
  assert.equal(await corral.stop(), 0);
  const addresses = [...everywhere, '100.101.102.104'];
  assert.ok(Object.values(await from(addresses)).every((result) => result === 'refused' || result === 'noResponse'));
  assert.equal(await locally(), 200);
  // Another one, which was given the port.
  const [kept] = await portListeners(corral.ollamaPort);
  assert.ok(kept?.pid && kept.pid !== server.pid);
  process.kill(kept.pid, 'SIGTERM');
} finally {
  await fixture.dispose();
}
