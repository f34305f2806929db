import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Conversation, Message } from '../../contract/conversations.ts';
import { createConversations } from './conversations.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-conversations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const message: Message = {
  id: 'm1',
  role: 'assistant',
  content: "It's “quoted” — 🐎",
  thinking: null,
  model: 'a',
  at: 1,
  end: 'complete',
  error: null,
  stats: { firstTokenMs: 10, tokensPerSecond: 31.6, promptTokens: 3, completionTokens: 4 },
};
const conversation = (id: string, updatedAt: number): Conversation => ({
  id,
  title: `Title ${id}`,
  model: 'a',
  updatedAt,
  messages: [message],
});

function opened() {
  const conversations = createConversations(folder);
  onTestFinished(() => conversations.close());
  return conversations;
}

test('keeps what is saved, over a restart', () => {
  const first = createConversations(folder);
  first.save(conversation('a', 1));
  first.save({ ...conversation('a', 2), title: 'Changed' });
  first.close();
  expect(opened().get('a')).toEqual({ ...conversation('a', 2), title: 'Changed' });
});

test('one that isn’t there is a NOT_FOUND of the contract', () => {
  expect(() => opened().get('nope')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('the list is told at once and after each change, newest first, until the reader leaves', async () => {
  const conversations = opened();
  conversations.save(conversation('a', 1));
  const abort = new AbortController();
  const feed = conversations.watch(abort.signal);
  const ids = async () => (await feed.next()).value?.map(({ id }) => id);
  expect(await ids()).toEqual(['a']);
  conversations.save(conversation('b', 2));
  expect(await ids()).toEqual(['b', 'a']);
  conversations.remove('b');
  expect(await ids()).toEqual(['a']);
  const waiting = feed.next();
  abort.abort();
  expect((await waiting).done).toBe(true);
});

test('the file is the owner’s alone', async () => {
  opened();
  expect((await stat(join(folder, 'corral.db'))).mode & 0o777).toBe(0o600);
});

test('a damaged database is kept aside and a new one begun', async () => {
  await writeFile(join(folder, 'corral.db'), 'this is not a database, but long enough to be taken for one '.repeat(20));
  const conversations = opened();
  expect(await readFile(conversations.setAside ?? '', 'utf8')).toContain('not a database');
  conversations.save(conversation('a', 1));
  expect(conversations.get('a').id).toBe('a');
  expect(await readdir(folder)).toContain('corral.db');
});
