import type { Message } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import type { Parsed } from '../../../components/parse-number.ts';
import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import type { ApiMessage, Sampling } from '../stream/stream-protocol.ts';

export interface ChatOptions {
  readonly model: string;
  readonly systemPrompt: string;
  readonly sampling: Sampling;
}

/** The options of a chat request, or why nothing can be sent. */
export function chatOptions(model: string | null, parameters: Parsed<Parameters>): Parsed<ChatOptions> {
  if (model === null) return { problem: playgroundText('model.pullFirst') };
  if ('problem' in parameters) return parameters;
  return { value: { model, systemPrompt: parameters.value.systemPrompt, sampling: toSampling(parameters.value) } };
}

/** The messages of a chat request: the system prompt, then every message with content. */
export function apiMessages(messages: readonly Message[], systemPrompt: string): readonly ApiMessage[] {
  const turns = messages
    .filter(({ role, content }) => role !== 'system' && content !== '')
    .map(({ role, content }): ApiMessage => ({ role, content }));
  const prompt = systemPrompt.trim();
  return prompt === '' ? turns : [{ role: 'system', content: prompt }, ...turns];
}
