import { expect, it } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createActivityLog } from './activity-log.ts';
import { createMetrics } from './metrics.ts';

it('counts an installed model under its listed name, however requests spell it', () => {
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
  const activity = createActivityLog({ endpointOf });
  const metrics = createMetrics({ store, activity, endpointOf });
  const install = (names: readonly string[]) =>
    store.update('models', (models) => ({
      ...models,
      installed: names.map((name) => ({
        name,
        digest: '',
        sizeBytes: 0,
        modifiedAt: 0,
        family: null,
        parameterSize: null,
        quantization: null,
        contextLength: null,
        embeddingLength: null,
        capabilities: [],
        remoteHost: null,
      })),
    }));
  const recordRequest = (model: string) =>
    activity
      .begin({ method: 'POST', path: '/api/chat', model })
      .end('done', { promptTokens: null, completionTokens: null });
  const counted = (model: string) => {
    const line = metrics
      .text({ named: true })
      .split('\n')
      .find((one) => one.startsWith('corral_requests_total') && one.includes(`model="${model}"`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  install(['Llama3.2:latest']);
  for (const name of ['Llama3.2:latest', 'llama3.2', 'LLAMA3.2:Latest', 'library/llama3.2']) recordRequest(name);
  expect([counted('Llama3.2:latest'), counted('other')]).toEqual([4, 0]);
  install([]);
  recordRequest('llama3.2');
  expect(counted('other')).toBe(1);
});
