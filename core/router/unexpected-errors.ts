import { ORPCError } from '@orpc/server';
import type { Logger } from 'pino';

const UNEXPECTED = 'INTERNAL_SERVER_ERROR';
const MESSAGE = 'Something went wrong inside Corral. Its log has the details.';

/** What a caller is told: failures of the contract and refused input as they are; anything else is logged in full and said plainly. */
export function shownError(error: unknown, { path, logger }: { path: readonly string[]; logger: Logger }): unknown {
  if (error instanceof ORPCError && error.code !== UNEXPECTED) return error;
  const cause = error instanceof ORPCError && error.cause ? error.cause : error;
  logger.error({ err: cause, call: path.join('.') }, 'a call failed unexpectedly');
  return new ORPCError(UNEXPECTED, { message: MESSAGE });
}

/** A subscription whose failures are shown the same way. */
export async function* shownFeed<T>(feed: AsyncGenerator<T, void>, show: (error: unknown) => unknown) {
  try {
    yield* feed;
  } catch (error) {
    throw show(error);
  }
}
