import type { Message } from '../../../../contract/conversations.ts';
import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import type { ApiMessage, Sampling } from '../stream/stream-protocol.ts';

export interface ChatOptions {
  readonly model: string;
  readonly systemPrompt: string;
  readonly sampling: Sampling;
}

/** The options of a chat request; null while there is no model. */
export function chatOptions(model: string | null, parameters: Parameters): ChatOptions | null {
  return model === null ? null : { model, systemPrompt: parameters.systemPrompt, sampling: toSampling(parameters) };
}

/** The messages of a chat request: the system prompt, then every message with content. */
export function apiMessages(messages: readonly Message[], systemPrompt: string): readonly ApiMessage[] {
  const turns = messages
    .filter(({ role, content }) => role !== 'system' && content !== '')
    .map(({ role, content }): ApiMessage => ({ role, content }));
  const prompt = systemPrompt.trim();
  return prompt === '' ? turns : [{ role: 'system', content: prompt }, ...turns];
}
