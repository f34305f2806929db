import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { requestBytes } from './attack.ts';
import { type AttackTarget, openAttackTarget } from './attack-target.ts';
import { type ConnectionPool, openConnectionPool, requestTogether } from './connection-pool.ts';

const { connectionsPerAddress } = DEFAULT_LIMITS;
const OK = 'HTTP/1.1 200 OK';

describe('many connections without a key', () => {
  let target: AttackTarget | undefined;
  const pools: ConnectionPool[] = [];
  afterEach(async () => {
    for (const pool of pools.splice(0)) pool.close();
    await target?.close();
    expect(target?.unexpected).toEqual([]);
  });
  const open = async (limits: Partial<GatewayLimits>, size: number, reconnects = 0) => {
    target = await openAttackTarget(limits);
    const { port, keys } = target.context;
    const pool = await openConnectionPool(port, { size, reconnects });
    pools.push(pool);
    const request = (count: number) =>
      requestTogether(port, count, requestBytes({ target: '/v1/health/live', key: keys.listed }));
    return { request, pool };
  };

  it('that fill the limit of one address don’t keep clients with a key out', async () => {
    const { request, pool } = await open({}, connectionsPerAddress);
    expect(pool.size).toBe(connectionsPerAddress);
    for (let n = 0; n < 20; n += 1) expect(await request(1)).toEqual([OK]);
    // A team behind one address: none of a thousand has presented its key when the last one connects.
    expect(new Set(await request(1000))).toEqual(new Set([OK]));
  });

  it('that fill the limit in all don’t keep clients with a key out', async () => {
    const { request } = await open({ connections: 2000, connectionsPerAddress: 4000 }, 2000);
    for (let n = 0; n < 20; n += 1) expect(await request(1)).toEqual([OK]);
  });

  it('that reconnect whenever they are closed don’t keep clients with a key out', async () => {
    const { request } = await open({ connections: 300 }, 400, 5000);
    for (let n = 0; n < 50; n += 1) expect(await request(2)).toEqual([OK, OK]);
  });
});
