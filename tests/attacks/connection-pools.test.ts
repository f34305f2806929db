import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { requestBytes } from './attack.ts';
import { type Fortress, openAttackTarget } from './attack-target.ts';
import { askTogether, type ConnectionPool, gatherCrowd } from './connection-pool.ts';

const { connectionsPerAddress } = DEFAULT_LIMITS;
const OK = 'HTTP/1.1 200 OK';

describe('crowds of connections without a key', () => {
  let fortress: Fortress | undefined;
  const crowds: ConnectionPool[] = [];
  afterEach(async () => {
    for (const crowd of crowds.splice(0)) crowd.disperse();
    await fortress?.close();
    expect(fortress?.bugs).toEqual([]);
  });
  const besiege = async (limits: Partial<GatewayLimits>, size: number, returns = 0) => {
    fortress = await openAttackTarget(limits);
    const { port, keys } = fortress.weapons;
    const crowd = await gatherCrowd(port, { size, returns });
    crowds.push(crowd);
    const ask = (count: number) =>
      askTogether(port, count, requestBytes({ target: '/v1/health/live', key: keys.listed }));
    return { ask, crowd };
  };

  it('hold as many as one address may have, and clients with a key come in all the same', async () => {
    const { ask, crowd } = await besiege({}, connectionsPerAddress);
    expect(crowd.size).toBe(connectionsPerAddress);
    for (let n = 0; n < 20; n += 1) expect(await ask(1)).toEqual([OK]);
    // A thousand of one team, behind the same address, of whom none has shown its key when the last one connects.
    expect(new Set(await ask(1000))).toEqual(new Set([OK]));
  });

  it('hold as many as there may be in all, and clients with a key come in all the same', async () => {
    const { ask } = await besiege({ connections: 2000, connectionsPerAddress: 4000 }, 2000);
    for (let n = 0; n < 20; n += 1) expect(await ask(1)).toEqual([OK]);
  });

  it('come back as often as they are sent away, and clients with a key come in all the same', async () => {
    const { ask } = await besiege({ connections: 300 }, 400, 5000);
    for (let n = 0; n < 50; n += 1) expect(await ask(2)).toEqual([OK, OK]);
  });
});
