import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { openCorralDatabase } from '../data-folder/corral-database.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { withActivityNotice } from './activity-notice.ts';
import { type PersistedActivity, persistActivity } from './persist-activity.ts';
import { RETENTION_MS } from './retained-requests.ts';

const request = { method: 'POST', path: '/v1/chat/completions', model: 'm' };
const usage = { promptTokens: 10, completionTokens: 20 };

describe('the activity in the database', () => {
  let folder: string;
  let database: DatabaseSync;
  const onTrouble = vi.fn<(reason: string | null) => void>();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-activity-'));
    onTrouble.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (): PersistedActivity => {
    database = openCorralDatabase(folder).database;
    return persistActivity({ database, endpointOf, onTrouble });
  };
  const reopen = (): PersistedActivity => {
    database.close();
    return open();
  };
  const rows = () => database.prepare('SELECT count(*) AS n FROM requests').get()?.n;

  it('is restored after a restart, and ids continue', () => {
    const first = open();
    const record = first.log.begin({ ...request, client: '10.0.0.7', key: { id: 'k1', name: 'Laptop' } });
    record.setStatus(200);
    record.end('done', usage);
    first.log.addDirect({
      at: Date.now(),
      client: 'This Mac',
      method: 'GET',
      path: '/api/tags',
      status: 200,
      durationMs: 3,
    });
    const refused = first.log.begin(request);
    refused.setStatus(503, 'server_not_running');
    refused.end('failed', usage);
    const before = first.log.entries();
    expect(before.map(({ errorType }) => errorType)).toEqual([undefined, undefined, 'server_not_running']);
    first.close();
    expect(statSync(join(folder, 'corral.db')).mode & 0o777).toBe(0o600);
    const reopened = reopen();
    expect(reopened.log.entries()).toEqual(before);
    reopened.log.begin(request);
    expect(reopened.log.entries().at(-1)?.id).toBe('4');
    expect(onTrouble).not.toHaveBeenCalled();
  });

  it('is written automatically, and requests in progress become interrupted when Corral is killed', async () => {
    const { log } = open();
    log.begin(request);
    await eventually(() => expect(rows()).toBe(1));
    // Not closed, as after a power failure.
    const reopened = reopen();
    expect(reopened.log.entries()).toMatchObject([{ outcome: 'interrupted', durationMs: null }]);
    expect(reopened.log.activeRequests()).toBe(0);
  });

  it('keeps only the latest 200 requests without a key in the file', () => {
    const unauthenticated = { ...request, model: null, client: '10.0.0.66' };
    const first = open();
    first.log.begin({ ...request, client: '10.0.0.7', key: { id: 'k1', name: 'Laptop' } }).end('done', usage);
    for (let n = 0; n < 150; n++) first.log.begin(unauthenticated).end('failed', usage);
    first.close();
    const reopened = reopen();
    for (let n = 0; n < 300; n++) reopened.log.begin(unauthenticated).end('failed', usage);
    reopened.close();
    expect(rows()).toBe(201);
    expect(reopen().log.entries()[0]?.key?.name).toBe('Laptop');
  });

  it('keeps 10,000 requests in the file, and none older than seven days', () => {
    const kept = open();
    for (let n = 0; n < 10_400; n++) kept.log.begin({ ...request, model: `m${n}` }).end('done', usage);
    kept.close();
    expect(rows()).toBe(10_000);
    const reopened = reopen();
    expect(reopened.log.entries()[0]?.model).toBe('m400');
    vi.useFakeTimers({ now: Date.now() + RETENTION_MS + 60_000, toFake: ['Date'] });
    const later = reopen();
    expect(later.log.entries()).toEqual([]);
    later.log.begin(request).end('done', usage);
    later.close();
    expect(rows()).toBe(1);
  });

  it('is deleted from the file at once when cleared', () => {
    const { log, close } = open();
    log.begin(request).end('done', usage);
    log.begin(request);
    log.clear();
    expect(rows()).toBe(1);
    close();
    expect(reopen().log.entries()).toMatchObject([{ id: '2' }]);
  });

  it('stays in memory while the database is full, reports it once, and is written when there is space', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, close } = open();
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const model = 'x'.repeat(200);
    for (let n = 0; n < 200; n++) log.begin({ ...request, model }).end('done', usage);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(onTrouble.mock.calls).toEqual([[expect.stringContaining('full')]]);
    expect(rows()).toBe(0);
    log.begin(request).end('done', usage);
    expect(log.entries()).toHaveLength(201);
    database.exec('PRAGMA max_page_count = 100000');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onTrouble).toHaveBeenLastCalledWith(null);
    expect(rows()).toBe(201);
    close();
  });

  it('works without a usable database', () => {
    open().close();
    database.exec('DROP TABLE requests');
    const { log, close } = persistActivity({ database, endpointOf, onTrouble });
    log.begin(request).end('done', usage);
    close();
    expect(log.entries()).toHaveLength(1);
    expect(onTrouble).toHaveBeenCalledWith(expect.stringContaining('requests'));
  });

  it('migrates an older database', () => {
    open().close();
    database.exec('DROP TABLE requests; PRAGMA user_version = 1');
    const { log, close } = reopen();
    log.begin(request).end('done', usage);
    close();
    expect(rows()).toBe(1);
  });
});

describe('the notice', () => {
  it('is shown once while activity can’t be saved', () => {
    const shown = withActivityNotice(withActivityNotice(sampleApp, 'disk full'), 'disk full');
    expect(shown.notices).toMatchObject([{ kind: 'warning', detail: expect.stringContaining('disk full') }]);
    expect(withActivityNotice(shown, null)).toEqual(sampleApp);
    expect(withActivityNotice(sampleApp, null)).toBe(sampleApp);
  });
});
