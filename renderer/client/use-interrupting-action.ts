import type { ClientPromiseResult, ORPCError } from '@orpc/client';
import { useCallback, useRef, useState } from 'react';
import type { When } from '../../contract/server.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import { type Action, useAction } from './use-action.ts';

/** Answers the question whether to cut off what is under way. */
export interface BusyQuestion {
  readonly now: () => void;
  readonly whenIdle: () => void;
  readonly cancel: () => void;
  /** What the call would cut off. */
  readonly scope: InterruptionScope;
  /** What had the focus when the call was made; it is disabled by the time the answer comes. */
  readonly opener: Element | null;
}

export interface BusyAction<TArgs extends readonly unknown[], TError> extends Action<TArgs, TError> {
  /** Set while the person has to say when; a `InterruptionDialog` asks it. */
  readonly question: BusyQuestion | null;
}

type OnFailure<TError> = (failure: NonNullable<Action<readonly unknown[], TError>['failure']>) => void;

/**
 * A call behind a button that may cut off work: made with `ask` first, and again with what the person chose where it was
 * refused with WORK_IN_PROGRESS, which is a question and no failure.
 */
export function useInterruptingAction<TArgs extends readonly unknown[], TResult, TError = Error>(
  call: (when: When, ...args: TArgs) => ClientPromiseResult<TResult, TError>,
  options: { readonly onFailure?: OnFailure<TError> } = {},
): BusyAction<TArgs, TError> {
  const [asked, setAsked] = useState<Pick<BusyQuestion, 'opener' | 'scope'> | null>(null);
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
  const answer = (when: When): void => {
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
    question: asked && { ...asked, now: () => answer('now'), whenIdle: () => answer('idle'), cancel },
  };
}

/** What the refused call would have cut off; null where it failed for another reason. */
function scopeOf(error: ORPCError<string, unknown> | null): InterruptionScope | null {
  if (error?.code !== 'WORK_IN_PROGRESS') return null;
  const { data } = error;
  const scope = typeof data === 'object' && data !== null && 'scope' in data ? data.scope : null;
  return scope === 'keyedRequests' ? scope : 'all';
}
