import { ORPCError } from '@orpc/client';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';

/** Errors whose own reason says more than their fixed message. */
const CODES_WITH_REASON = new Set(['TAILSCALE_UNAVAILABLE', 'SERVER_NOT_OURS', 'INVALID_SETTING', 'INVALID_NAME']);

/** What went wrong with a call, as a sentence for a person. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof ORPCError)) {
    return shellText('error.unreachable');
  }
  if (error.defined) {
    const data: unknown = error.data;
    if (CODES_WITH_REASON.has(error.code) && hasText(data, 'reason')) return data.reason;
    if (error.code === 'OLLAMA_FAILED' && hasText(data, 'message'))
      return shellText('error.ollama', { message: data.message });
    return error.message;
  }
  if (error.code === 'BAD_REQUEST') return shellText('error.invalid');
  return shellText('error.unexpected');
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return typeof value === 'object' && value !== null && key in value && typeof Reflect.get(value, key) === 'string';
}
