import { expect, test } from 'vitest';
import { apiMessages } from './chat-request.ts';
import { newConversation, titleOf, userMessage, withAnswerAgain, withTurn } from './conversation-edits.ts';
import { emptyAnswer } from './response-state.ts';

function turn(n: number) {
  return [
    userMessage(`q${n}`, `question ${n}`, n),
    { ...emptyAnswer(`a${n}`, 'm', n), content: `answer ${n}` },
  ] as const;
}

test('the system prompt comes first, then every turn in which something was said', () => {
  const messages = [...turn(1), userMessage('q2', 'question 2', 2), emptyAnswer('a2', 'm', 2)];
  expect(apiMessages(messages, ' Be brief. ')).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'question 1' },
    { role: 'assistant', content: 'answer 1' },
    { role: 'user', content: 'question 2' },
  ]);
  expect(apiMessages(messages, ' ')[0]?.role).toBe('user');
});

test('the first question names the conversation, on one line', () => {
  const first = withTurn(newConversation('c', 0), ...turn(1));
  expect(withTurn(first, ...turn(2))).toMatchObject({ title: 'question 1', model: 'm' });
  expect(titleOf(` a\n b ${'x'.repeat(80)}`)).toMatch(/^a b x+…$/);
});

test('answering again drops the answer and what came after it', () => {
  const conversation = withTurn(withTurn(newConversation('c', 0), ...turn(1)), ...turn(2));
  const again = withAnswerAgain(conversation, 'a1', emptyAnswer('new', 'm', 9));
  expect(again.messages.map(({ id }) => id)).toEqual(['q1', 'new']);
});
