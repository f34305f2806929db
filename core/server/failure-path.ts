import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expectedError } from '../../contract/expected-error.ts';
import type { ServerActual } from '../../contract/server.ts';

/**
 * The file or folder that the server's failure is about, or the nearest folder above it that is there.
 * @throws NOT_AVAILABLE when it is about none
 */
export function failurePath(actual: ServerActual): string {
  const subject = 'cause' in actual ? actual.cause.subject : undefined;
  if (!subject?.startsWith('/')) throw expectedError('NOT_AVAILABLE');
  let path = subject;
  while (path !== '/' && !existsSync(path)) path = dirname(path);
  return path;
}
