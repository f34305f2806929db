import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { errorMessage } from './error-message.ts';

it.each([
  [
    new ORPCError('SERVER_NOT_RUNNING', { defined: true, message: 'The server is not running.' }),
    'The server is not running.',
  ],
  [
    new ORPCError('OLLAMA_FAILED', { defined: true, data: { status: 500, message: 'out of memory' } }),
    'The server could not do that: out of memory',
  ],
  [
    new ORPCError('TAILSCALE_UNAVAILABLE', { defined: true, data: { reason: 'Tailscale is not installed.' } }),
    'Tailscale is not installed.',
  ],
  [new ORPCError('BAD_REQUEST', { message: 'Input validation failed' }), 'Corral cannot use what was entered.'],
  [new ORPCError('INTERNAL_SERVER_ERROR'), 'Something went wrong inside Corral. Its log has the details.'],
  [new Error('WebSocket is not open.'), 'Corral could not be reached. Try again when it is connected.'],
])('%s', (error, sentence) => expect(errorMessage(error)).toBe(sentence));
