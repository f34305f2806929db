import { ORPCError } from '@orpc/client';

const withReason = new Set(['TAILSCALE_UNAVAILABLE', 'SERVER_NOT_OURS', 'INVALID_SETTING']);

/** What went wrong with a call, as one plain sentence for a person. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof ORPCError)) {
    return 'Corral could not be reached. Try again when it is connected.';
  }
  if (error.defined) {
    const data: unknown = error.data;
    if (withReason.has(error.code) && hasText(data, 'reason')) return data.reason;
    if (error.code === 'OLLAMA_FAILED' && hasText(data, 'message'))
      return `The server could not do that: ${data.message}`;
    return error.message;
  }
  if (error.code === 'BAD_REQUEST') return 'Corral cannot use what was entered.';
  return 'Something went wrong inside Corral. Its log has the details.';
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return typeof value === 'object' && value !== null && key in value && typeof Reflect.get(value, key) === 'string';
}
