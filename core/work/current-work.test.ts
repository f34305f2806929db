import { expect, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createCurrentWork } from './current-work.ts';

const told = { activeRequests: 1, keyedRequests: 0, pulls: ['a'] };

test.each([
  ['as it says', async () => ({ requests: 4, responses: 3, keyedResponses: 2 }), [3, 2]],
  ['as it last told, when it fails', () => Promise.reject(new Error('gone')), [1, 0]],
  ['as it last told, when it says nothing', () => new Promise<never>(() => undefined), [1, 0]],
])('the gateway’s work in progress is %s', async (_how, activeWork, [activeRequests, keyedRequests]) => {
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
  store.set('work', told);
  expect(await createCurrentWork(store, activeWork)()).toEqual({ activeRequests, keyedRequests, pulls: ['a'] });
});
