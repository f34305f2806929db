import type { ORPCError } from '@orpc/server';
import { modelNameProblem } from './derived/model-name-problem.ts';
import { expectedError } from './expected-error.ts';

/** The failure for a text that names no model, with what is wrong with it. */
export function invalidName(name: string): ORPCError<'INVALID_NAME', unknown> {
  const reason = modelNameProblem(name);
  return expectedError('INVALID_NAME', reason === null ? { name } : { name, reason });
}
