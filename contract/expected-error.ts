import { ORPCError } from '@orpc/server';
import type { z } from 'zod';
import { errors } from './errors.ts';

type Errors = typeof errors;
type Code = keyof Errors;
type DataOf<C extends Code> = Errors[C] extends { data: infer D extends z.ZodType } ? [data: z.input<D>] : [];

/** A failure of the contract, which the router passes to the caller. Anything else that is thrown is a bug. */
export function expectedError<C extends Code>(code: C, ...[data]: DataOf<C>): ORPCError<C, unknown> {
  return new ORPCError<C, unknown>(code, { message: errors[code].message, data });
}
