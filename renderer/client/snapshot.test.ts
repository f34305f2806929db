import { describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { mergeSnapshot } from './snapshot-source.ts';
import { subscribe } from './subscribe.ts';
import { snapshotFixture } from './testing/corral-fixture.tsx';

describe('the state of the page', () => {
  it('takes over the slices that changed and keeps the identity of the others', () => {
    const merged = mergeSnapshot(snapshotFixture, { rev: 2, changed: { restartNeeded: ['port'] } });
    expect(merged?.restartNeeded).toEqual(['port']);
    expect(merged?.server).toBe(snapshotFixture.server);
  });

  it('shows nothing before something whole has come', () => {
    expect(mergeSnapshot(null, { rev: 1, changed: { pulls: [] } })).toBeNull();
  });
});

describe('a subscription', () => {
  it('is opened again after its stream ended, until it is stopped', async () => {
    const opened: AbortSignal[] = [];
    const events: string[] = [];
    async function* stream(text: string) {
      yield text;
    }
    const stop = subscribe(
      async ({ signal }) => {
        opened.push(signal);
        return stream(`run ${opened.length}`);
      },
      (event) => events.push(event),
    );
    await eventually(() => expect(events).toEqual(['run 1', 'run 2']));
    stop();
    expect(opened.every((signal) => signal.aborted)).toBe(true);
  });
});
