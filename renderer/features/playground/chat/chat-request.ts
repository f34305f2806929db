import type { Message } from '../../../../contract/conversations.ts';
import type { ApiMessage } from '../stream/stream-protocol.ts';

/** What is sent of a conversation: the system prompt, then every turn in which something was said. */
export function apiMessages(messages: readonly Message[], systemPrompt: string): readonly ApiMessage[] {
  const turns = messages
    .filter(({ role, content }) => role !== 'system' && content !== '')
    .map(({ role, content }): ApiMessage => ({ role, content }));
  const prompt = systemPrompt.trim();
  return prompt === '' ? turns : [{ role: 'system', content: prompt }, ...turns];
}
