import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { type ActivityView, createActivityView } from './activity-view.ts';
import { activityEntry } from './testing/activity-entry-fixture.ts';

function entries(...ids: number[]): ActivityEntry[] {
  return ids.map((id) => activityEntry(id));
}

function ids(view: ActivityView): number[] {
  return view.get().rows.map(({ id }) => Number(id));
}
function viewOf(total: number, ...first: number[]): ActivityView {
  const view = createActivityView();
  view.receive({ reset: true, entries: entries(...first), removed: [], total });
  return view;
}

test('adds new requests on top, updates known ones, and removes those that no longer match', () => {
  const view = viewOf(3, 1, 2, 3);
  expect(ids(view)).toEqual([3, 2, 1]);
  view.receive({
    reset: false,
    entries: [activityEntry(2, { outcome: 'failed' }), ...entries(5, 4)],
    removed: ['1'],
    total: 4,
  });
  expect(ids(view)).toEqual([5, 4, 3, 2]);
  expect(view.get().rows[3]?.outcome).toBe('failed');
  expect(view.get()).toMatchObject({ addedOnTop: 2, total: 4, generation: 1 });
});

test('inserts a request that starts to match in its place, which is not on top', () => {
  const view = viewOf(2, 1, 5);
  view.receive({ reset: false, entries: entries(3), removed: [], total: 3 });
  expect(ids(view)).toEqual([5, 3, 1]);
  expect(view.get().addedOnTop).toBe(0);
});

test('adds older pages at the end, and drops one that was requested before a reset', () => {
  const view = viewOf(6, 5, 6);
  const { generation } = view.get();
  view.receive({ reset: false, entries: entries(2), removed: [], total: 6 });
  expect(ids(view)).toEqual([6, 5]);
  view.addOlder({ entries: entries(4, 3), more: true }, generation);
  view.addOlder({ entries: entries(2, 1), more: false }, generation);
  expect(ids(view)).toEqual([6, 5, 4, 3, 2, 1]);
  view.receive({ reset: true, entries: entries(7), removed: [], total: 2 });
  view.addOlder({ entries: entries(1), more: false }, generation);
  expect(ids(view)).toEqual([7]);
});

test('is always newest first, without duplicates', () => {
  const id = fc.integer({ min: 1, max: 30 });
  const event = fc.record({ added: fc.uniqueArray(id), removed: fc.uniqueArray(id) });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const view = viewOf(0);
      const expected = new Set<number>();
      for (const { added, removed } of events) {
        for (const each of removed) expected.delete(each);
        const onlyRemoved = removed.filter((each) => !added.includes(each));
        for (const each of added) expected.add(each);
        view.receive({
          reset: false,
          entries: entries(...added),
          removed: onlyRemoved.map(String),
          total: expected.size,
        });
      }
      expect(ids(view)).toEqual([...expected].sort((one, other) => other - one));
    }),
  );
});
