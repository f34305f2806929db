import { expect, test } from 'vitest';
import { apiMessages } from './chat-request.ts';
import { newConversation, titleOf, userMessage, withRegenerated, withTurn } from './conversation-edits.ts';
import { emptyResponse } from './response-state.ts';

function turn(n: number) {
  return [
    userMessage(`u${n}`, `message ${n}`, n),
    { ...emptyResponse(`r${n}`, 'm', n), content: `response ${n}` },
  ] as const;
}

test('the system prompt comes first, then every message with content', () => {
  const messages = [...turn(1), userMessage('u2', 'message 2', 2), emptyResponse('r2', 'm', 2)];
  expect(apiMessages(messages, ' Be brief. ')).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'message 1' },
    { role: 'assistant', content: 'response 1' },
    { role: 'user', content: 'message 2' },
  ]);
  expect(apiMessages(messages, ' ')[0]?.role).toBe('user');
});

test('the first message names the conversation, on one line', () => {
  const first = withTurn(newConversation('c', 0), ...turn(1));
  expect(withTurn(first, ...turn(2))).toMatchObject({ title: 'message 1', model: 'm' });
  expect(titleOf(` a\n b ${'x'.repeat(80)}`)).toMatch(/^a b x+…$/);
});

test('regenerating replaces the response and drops what came after it', () => {
  const conversation = withTurn(withTurn(newConversation('c', 0), ...turn(1)), ...turn(2));
  const regenerated = withRegenerated(conversation, 'r1', emptyResponse('new', 'm', 9));
  expect(regenerated.messages.map(({ id }) => id)).toEqual(['u1', 'new']);
});
