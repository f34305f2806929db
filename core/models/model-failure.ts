import { ORPCError } from '@orpc/server';
import { expectedError } from '../../contract/expected-error.ts';
import { isConnectionLoss } from '../http/upstream-client.ts';
import { OllamaError } from '../ollama/ollama-client.ts';

/** The contract's error for a failed request about the model `name`; any other failure is returned unchanged. */
export function modelFailure(error: unknown, name: string): unknown {
  if (error instanceof ORPCError) return error;
  if (isConnectionLoss(error)) return expectedError('SERVER_NOT_RUNNING');
  if (!(error instanceof OllamaError)) return error;
  const { status, message } = error;
  if (status === 404 && /not found/.test(message)) return expectedError('MODEL_NOT_FOUND', { name });
  if (status === 400 && /invalid model name|" is invalid$/.test(message))
    return expectedError('INVALID_NAME', { name });
  return expectedError('OLLAMA_FAILED', { status, message });
}
