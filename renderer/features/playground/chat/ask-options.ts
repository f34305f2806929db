import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import type { AskOptions } from './chat-session.ts';

/** What a question is asked with; null while there is no model to ask. */
export function askOptions(model: string | null, parameters: Parameters): AskOptions | null {
  return model === null ? null : { model, systemPrompt: parameters.systemPrompt, sampling: toSampling(parameters) };
}
