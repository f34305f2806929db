import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Conversation } from '../../../../contract/conversations.ts';
import type { ModelRequest, StreamEvent } from '../stream/stream-protocol.ts';
import { ChatSession } from './chat-session.ts';

const timing = { firstMs: 1, lastMs: 2, thinkingMs: null, pieces: 1 };
function pieces(text: string): StreamEvent {
  return { type: 'pieces', text, thinking: '', timing };
}
const end: StreamEvent = { type: 'end', finish: 'stop', usage: null, timing };
const options = { model: 'm', systemPrompt: '', sampling: {} };

function session() {
  const requests: { request: ModelRequest; emit: (event: StreamEvent) => void; stopped: boolean }[] = [];
  const saved: Conversation[] = [];
  const ids = { next: 0 };
  const chat = new ChatSession({
    send: (request, emit) => {
      const entry = { request, emit, stopped: false };
      requests.push(entry);
      return () => {
        entry.stopped = true;
      };
    },
    save: async (conversation) => {
      saved.push(conversation);
    },
    load: async (id) => {
      const found = saved.findLast((conversation) => conversation.id === id);
      if (!found) throw new Error('gone');
      return found;
    },
    newId: () => {
      ids.next += 1;
      return `id${ids.next}`;
    },
  });
  const request = (index: number) => {
    const found = requests[index];
    if (!found) throw new Error(`no request ${index}`);
    return found;
  };
  return { chat, saved, request };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function lastText(conversation: Conversation | undefined) {
  return conversation?.messages.at(-1)?.content;
}

test('saves when sending, at most once a second while generating, and at the end', async () => {
  const { chat, saved, request } = session();
  chat.send('Hi', options);
  await vi.advanceTimersByTimeAsync(0);
  expect(saved.length).toBe(1);
  for (const text of ['a', 'b', 'c', 'd']) {
    request(0).emit(pieces(text));
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(saved.map(lastText)).toEqual(['', 'abcd']);
  request(0).emit(end);
  await vi.advanceTimersByTimeAsync(0);
  expect(saved.at(-1)?.messages.at(-1)).toMatchObject({ content: 'abcd', end: 'complete' });
  expect(chat.get().generating).toBeNull();
});

test('stopping ends the request and keeps what was generated', async () => {
  const { chat, saved, request } = session();
  chat.send('Hi', options);
  request(0).emit(pieces('Hel'));
  chat.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(request(0).stopped).toBe(true);
  expect(saved.at(-1)?.messages.at(-1)).toMatchObject({ content: 'Hel', end: 'stopped' });
});

test('a response continues while another conversation is open', async () => {
  const { chat, request } = session();
  chat.send('Hi', options);
  const { id } = chat.get().conversation;
  chat.startNew();
  request(0).emit(pieces('Hello'));
  expect(chat.get().conversation.messages).toEqual([]);
  await chat.open(id);
  expect(lastText(chat.get().conversation)).toBe('Hello');
  expect(chat.get().generating).not.toBeNull();
});

test('a saved conversation shows a response that is no longer generated as interrupted', async () => {
  const first = session();
  first.chat.send('Hi', options);
  first.request(0).emit(pieces('Hel'));
  await vi.advanceTimersByTimeAsync(1000);
  const afterReload = session();
  afterReload.saved.push(...first.saved);
  await afterReload.chat.open(first.chat.get().conversation.id);
  expect(afterReload.chat.get().conversation.messages.at(-1)).toMatchObject({ content: 'Hel', end: 'interrupted' });
});

test('a response in progress does not save a deleted conversation again', async () => {
  const { chat, saved, request } = session();
  chat.send('Hi', options);
  request(0).emit(pieces('Hel'));
  await vi.advanceTimersByTimeAsync(0);
  const count = saved.length;
  chat.forget(chat.get().conversation.id);
  await vi.advanceTimersByTimeAsync(5000);
  expect(request(0).stopped).toBe(true);
  expect(saved.length).toBe(count);
});

test('previous turns are sent', () => {
  const { chat, request } = session();
  chat.send('One', options);
  request(0).emit(pieces('First'));
  request(0).emit(end);
  chat.send('Two', options);
  expect(request(1).request).toMatchObject({
    messages: [{ content: 'One' }, { content: 'First' }, { content: 'Two' }],
  });
});
