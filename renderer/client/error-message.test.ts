import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { errorMessage } from './error-message.ts';

it.each([
  [
    new ORPCError('SERVER_NOT_RUNNING', { defined: true, message: 'The server isn’t running.' }),
    'The server isn’t running.',
  ],
  [
    new ORPCError('OLLAMA_FAILED', { defined: true, data: { status: 500, message: 'out of memory' } }),
    'Ollama returned an error: out of memory',
  ],
  [
    new ORPCError('TAILSCALE_UNAVAILABLE', { defined: true, data: { reason: 'Tailscale is not installed.' } }),
    'Tailscale is not installed.',
  ],
  [
    new ORPCError('INVALID_NAME', { defined: true, data: { name: 'a b', reason: 'Enter one model name at a time.' } }),
    'Enter one model name at a time.',
  ],
  [new ORPCError('BAD_REQUEST', { message: 'Input validation failed' }), 'That value isn’t valid.'],
  [new ORPCError('INTERNAL_SERVER_ERROR'), 'Something went wrong in Corral. See Logs for details.'],
  [new Error('WebSocket is not open.'), 'Can’t connect to Corral. Try again after it reconnects.'],
])('%s', (error, sentence) => expect(errorMessage(error)).toBe(sentence));
