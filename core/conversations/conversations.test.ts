import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../contract/conversations.ts';
import { openCorralDatabase } from '../data-folder/corral-database.ts';
import { createConversations } from './conversations.ts';

function conversation(id: string, updatedAt: number): Conversation {
  return {
    id,
    title: `Chat ${id}`,
    model: 'm',
    updatedAt,
    messages: [
      {
        id: 'a',
        role: 'user',
        content: 'Hi “you” \u0000 🙂',
        thinking: null,
        model: null,
        at: 1,
        end: null,
        error: null,
        stats: null,
      },
    ],
  };
}

describe('conversations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corral-chats-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are saved between sessions, newest first, for their owner only', async () => {
    const first = createConversations(openCorralDatabase(folder).database);
    first.save(conversation('one', 1));
    first.save(conversation('two', 2));
    first.save({ ...conversation('one', 3), title: 'Renamed' });
    first.close();
    expect((await stat(join(folder, 'corral.db'))).mode & 0o777).toBe(0o600);

    const opened = openCorralDatabase(folder);
    expect(opened.damaged).toEqual([]);
    const second = createConversations(opened.database);
    expect(second.list().map(({ title }) => title)).toEqual(['Renamed', 'Chat two']);
    expect(second.get('two')).toEqual(conversation('two', 2));
    second.remove('two');
    expect(() => second.get('two')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    second.close();
  });

  it('stream their list after each change, until the reader aborts', async () => {
    const conversations = createConversations(openCorralDatabase(folder).database);
    const end = new AbortController();
    const feed = conversations.watch(end.signal);
    expect((await feed.next()).value).toEqual([]);
    const next = feed.next();
    conversations.save(conversation('one', 1));
    expect((await next).value).toHaveLength(1);
    conversations.remove('one');
    expect((await feed.next()).value).toEqual([]);
    const last = feed.next();
    end.abort();
    expect((await last).done).toBe(true);
    conversations.close();
  });

  it.each(['garbage', 'a newer version'])('start over when the file holds %s, which is moved aside', async (what) => {
    const path = join(folder, 'corral.db');
    if (what === 'garbage') await writeFile(path, 'not a database at all '.repeat(100));
    else {
      const newer = new DatabaseSync(path);
      newer.exec('PRAGMA user_version = 99');
      newer.close();
    }
    const { database, damaged } = openCorralDatabase(folder);
    const conversations = createConversations(database);
    conversations.save(conversation('one', 1));
    expect(conversations.list()).toHaveLength(1);
    const aside = (await readdir(folder)).find((name) => /^corral\.broken-\d+\.db$/.test(name));
    expect(aside).toBeDefined();
    expect(damaged).toEqual([{ file: 'corral.db', problem: 'damaged', aside: { movedTo: aside } }]);
    conversations.close();
  });

  it('work in memory when nothing can be written', () => {
    const { database, damaged, inMemory } = openCorralDatabase(join(folder, 'missing'));
    const conversations = createConversations(database);
    conversations.save(conversation('one', 1));
    expect(conversations.list()).toHaveLength(1);
    expect({ damaged, inMemory }).toEqual({ damaged: [], inMemory: expect.any(String) });
    conversations.close();
  });
});
