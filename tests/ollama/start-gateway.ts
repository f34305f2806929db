import { type GatewayFixture, openGatewayFixture } from '../../core/gateway/testing/gateway-fixture.ts';

export interface RunningGateway {
  readonly baseUrl: string;
  readonly port: number;
  readonly records: GatewayFixture['records'];
  close(): Promise<void>;
}

/** The gateway's listener without a key, as it stands in front of the server on this Mac. */
export async function startGateway(serverPort: number): Promise<RunningGateway> {
  const endpoint = { host: '127.0.0.1', port: serverPort };
  const fixture = await openGatewayFixture({ upstream: () => endpoint, listener: { keyed: false } });
  fixture.policy.update({ aliases: [] });
  return {
    baseUrl: fixture.url,
    port: fixture.listener.port,
    records: fixture.records,
    async close() {
      await fixture.close();
      if (fixture.unexpected.length > 0) throw new AggregateError(fixture.unexpected, 'bugs of the gateway');
    },
  };
}
