import { expect, test } from 'vitest';
import { csvOf } from './activity-csv.ts';
import { activityEntry } from './testing/activity-entry-fixture.ts';

test('the CSV contains no formula from a client', () => {
  const odd = activityEntry(1, { at: 0, client: '=1+1', key: { id: 'k', name: 'a, "b"' }, model: null, path: '/x' });
  expect(csvOf([odd]).split('\r\n')).toEqual([
    'time,caller,direct,key,model,method,endpoint,status,outcome,first_token_ms,duration_ms,tokens_in,tokens_out,tokens_per_second',
    `1970-01-01T00:00:00.000Z,'=1+1,no,"a, ""b""",,POST,/x,200,done,500,2500,10,100,50`,
    '',
  ]);
});
