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

  it('is there again after a restart, and goes on counting', () => {
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
    const before = first.log.entries();
    first.close();
    expect(statSync(join(folder, 'corral.db')).mode & 0o777).toBe(0o600);
    const again = reopen();
    expect(again.log.entries()).toEqual(before);
    again.log.begin(request);
    expect(again.log.entries().at(-1)?.id).toBe('3');
    expect(onTrouble).not.toHaveBeenCalled();
  });

  it('writes by itself, and closes what ran when Corral died', async () => {
    const { log } = open();
    log.begin(request);
    await eventually(() => expect(rows()).toBe(1));
    // No close: as after the end of the machine.
    const again = reopen();
    expect(again.log.entries()).toMatchObject([{ outcome: 'interrupted', durationMs: null }]);
    expect(again.log.activeRequests()).toBe(0);
  });

  it('keeps two hundred in the file too of those without a key', () => {
    const stranger = { ...request, model: null, client: '10.0.0.66' };
    const first = open();
    first.log.begin({ ...request, client: '10.0.0.7', key: { id: 'k1', name: 'Laptop' } }).end('done', usage);
    for (let n = 0; n < 150; n++) first.log.begin(stranger).end('failed', usage);
    first.close();
    const again = reopen();
    for (let n = 0; n < 300; n++) again.log.begin(stranger).end('failed', usage);
    again.close();
    expect(rows()).toBe(201);
    expect(reopen().log.entries()[0]?.key?.name).toBe('Laptop');
  });

  it('keeps ten thousand in the file too, and none older than seven days', () => {
    const kept = open();
    for (let n = 0; n < 10_400; n++) kept.log.begin({ ...request, model: `m${n}` }).end('done', usage);
    kept.close();
    expect(rows()).toBe(10_000);
    const again = reopen();
    expect(again.log.entries()[0]?.model).toBe('m400');
    vi.useFakeTimers({ now: Date.now() + RETENTION_MS + 60_000, toFake: ['Date'] });
    const later = reopen();
    expect(later.log.entries()).toEqual([]);
    later.log.begin(request).end('done', usage);
    later.close();
    expect(rows()).toBe(1);
  });

  it('deletes at once what is cleared', () => {
    const { log, close } = open();
    log.begin(request).end('done', usage);
    log.begin(request);
    log.clear();
    expect(rows()).toBe(1);
    close();
    expect(reopen().log.entries()).toMatchObject([{ id: '2' }]);
  });

  it('goes on while the database is full, says so once, and writes it all when there is room', async () => {
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

  it('goes on with a database that is broken', () => {
    open().close();
    database.exec('DROP TABLE requests');
    const { log, close } = persistActivity({ database, endpointOf, onTrouble });
    log.begin(request).end('done', usage);
    close();
    expect(log.entries()).toHaveLength(1);
    expect(onTrouble).toHaveBeenCalledWith(expect.stringContaining('requests'));
  });

  it('brings a database of before to the new form', () => {
    open().close();
    database.exec('DROP TABLE requests; PRAGMA user_version = 1');
    const { log, close } = reopen();
    log.begin(request).end('done', usage);
    close();
    expect(rows()).toBe(1);
  });
});

describe('the notice', () => {
  it('is there once while the list can not be saved', () => {
    const told = withActivityNotice(withActivityNotice(sampleApp, 'disk full'), 'disk full');
    expect(told.notices).toMatchObject([{ kind: 'warning', detail: expect.stringContaining('disk full') }]);
    expect(withActivityNotice(told, null)).toEqual(sampleApp);
    expect(withActivityNotice(sampleApp, null)).toBe(sampleApp);
  });
});
