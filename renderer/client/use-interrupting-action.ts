import type { ClientPromiseResult, ORPCError } from '@orpc/client';
import { useCallback, useRef, useState } from 'react';
import type { When } from '../../contract/server.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import { type Action, useAction } from './use-action.ts';

/** Asks a person whether an action may interrupt work in progress, and when. */
export interface InterruptionQuestion {
  readonly now: () => void;
  readonly whenIdle: () => void;
  readonly cancel: () => void;
  /** What the call would interrupt. */
  readonly scope: InterruptionScope;
  /** What had the focus when the call was made; it may be disabled by the time the response arrives. */
  readonly opener: Element | null;
}

export interface InterruptingAction<TArgs extends readonly unknown[], TError> extends Action<TArgs, TError> {
  /** Set while the person has to decide; an `InterruptionDialog` asks. */
  readonly question: InterruptionQuestion | null;
}

type OnFailure<TError> = (failure: NonNullable<Action<readonly unknown[], TError>['failure']>) => void;

/**
 * A call that may interrupt work in progress: made with `ask` first, and again with the person's choice where it failed with
 * WORK_IN_PROGRESS, which is a question and not a failure.
 */
export function useInterruptingAction<TArgs extends readonly unknown[], TResult, TError = Error>(
  call: (when: When, ...args: TArgs) => ClientPromiseResult<TResult, TError>,
  options: { readonly onFailure?: OnFailure<TError> } = {},
): InterruptingAction<TArgs, TError> {
  const [asked, setAsked] = useState<Pick<InterruptionQuestion, 'opener' | 'scope'> | null>(null);
  const last = useRef<{ readonly args: TArgs; readonly opener: Element | null } | null>(null);
  const { run, pending, failure, clear } = useAction(call, {
    onFailure: (failed) => {
      const scope = scopeOf(failed.expected);
      if (scope) setAsked({ scope, opener: last.current?.opener ?? null });
      else options.onFailure?.(failed);
    },
  });
  const ask = useCallback(
    (...args: TArgs): void => {
      last.current = { args, opener: document.activeElement };
      run('ask', ...args);
    },
    [run],
  );
  const decide = (when: When): void => {
    setAsked(null);
    if (last.current !== null) run(when, ...last.current.args);
  };
  const cancel = (): void => {
    setAsked(null);
    clear();
  };
  return {
    run: ask,
    pending,
    clear,
    failure: scopeOf(failure?.expected ?? null) ? null : failure,
    question: asked && { ...asked, now: () => decide('now'), whenIdle: () => decide('idle'), cancel },
  };
}

/** What the call would have interrupted; null where it failed for another reason. */
function scopeOf(error: ORPCError<string, unknown> | null): InterruptionScope | null {
  if (error?.code !== 'WORK_IN_PROGRESS') return null;
  const { data } = error;
  const scope = typeof data === 'object' && data !== null && 'scope' in data ? data.scope : null;
  return scope === 'keyedRequests' ? scope : 'all';
}
