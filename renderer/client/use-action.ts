import { type ClientPromiseResult, isDefinedError, type ORPCError } from '@orpc/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorMessage } from './error-message.ts';

/** A call that failed. `expected` is the contract's typed error, to tell by its `code`; null for anything else. */
interface ActionFailure<TError> {
  readonly message: string;
  readonly expected: Extract<TError, ORPCError<string, unknown>> | null;
}

export interface Action<TArgs extends readonly unknown[], TError> {
  /** Does nothing while an earlier call is in progress, so that a double click acts once. */
  readonly run: (...args: TArgs) => void;
  readonly pending: boolean;
  readonly failure: ActionFailure<TError> | null;
  /** Removes the failure from the screen. */
  readonly clear: () => void;
}

export interface ActionOptions<TResult, TError> {
  readonly onDone?: (result: TResult) => void;
  readonly onFailure?: (failure: ActionFailure<TError>) => void;
}

/** A call behind a button: one at a time, with its failure as a sentence. */
export function useAction<TArgs extends readonly unknown[], TResult, TError = Error>(
  call: (...args: TArgs) => ClientPromiseResult<TResult, TError>,
  options: ActionOptions<TResult, TError> = {},
): Action<TArgs, TError> {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure<TError> | null>(null);
  const latest = useRef({ call, options });
  useEffect(() => {
    latest.current = { call, options };
  });
  const running = useRef<boolean>(false);

  const run = useCallback((...args: TArgs): void => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    setFailure(null);
    const finish = (): void => {
      running.current = false;
      setPending(false);
    };
    const act = async (): Promise<void> => {
      const outcome = await settle(latest.current.call(...args));
      finish();
      if (outcome.done) {
        latest.current.options.onDone?.(outcome.result);
        return;
      }
      const failed = describe<TError>(outcome.error);
      setFailure(failed);
      latest.current.options.onFailure?.(failed);
    };
    void act();
  }, []);
  const clear = useCallback(() => setFailure(null), []);
  return { run, pending, failure, clear };
}

function describe<TError>(error: unknown): ActionFailure<TError> {
  return { message: errorMessage(error), expected: definedError<TError>(error) };
}

/** The contract knows the types of a call's errors; the cast restores them. */
function definedError<TError>(error: unknown): ActionFailure<TError>['expected'] {
  return isDefinedError(error) ? (error as ActionFailure<TError>['expected']) : null;
}

async function settle<T>(
  promise: PromiseLike<T>,
): Promise<{ done: true; result: T } | { done: false; error: unknown }> {
  try {
    return { done: true, result: await promise };
  } catch (error) {
    return { done: false, error };
  }
}
