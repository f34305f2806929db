import type { ClientPromiseResult } from '@orpc/client';
import { useRef, useState } from 'react';
import { openDirectText } from '../../../contract/derived/open-access-text.ts';
import type { When } from '../../../contract/server.ts';
import { type InterruptingAction, useInterruptingAction } from '../../client/use-interrupting-action.ts';

interface Consent {
  readonly when: When;
  /** The person accepted that the server opens without a key. */
  readonly confirmed: boolean;
}

/** A change of network access, with the questions it may ask first. */
export interface AccessChange<TArgs extends readonly unknown[]>
  extends Pick<InterruptingAction<TArgs, Error>, 'run' | 'pending' | 'question'> {
  readonly failure: { readonly message: string } | null;
  /** Set while the change would open the server without a key and the person has to confirm that. */
  readonly confirmation: OpeningConfirmation | null;
}

export interface OpeningConfirmation {
  /** The consequence of the change, in core's words. */
  readonly warning: string;
  /** Who then connects to Ollama directly. */
  readonly direct: string;
  readonly confirm: () => void;
  readonly cancel: () => void;
}

/** A call that may open the server without a key (it is then repeated with the confirmation) or interrupt requests. */
export function useAccessChange<TArgs extends readonly unknown[], TResult, TError = Error>(
  call: (consent: Consent, ...args: TArgs) => ClientPromiseResult<TResult, TError>,
): AccessChange<TArgs> {
  const [warning, setWarning] = useState<Pick<OpeningConfirmation, 'warning' | 'direct'> | null>(null);
  const latest = useRef<TArgs | null>(null);
  const { run, pending, failure, question } = useInterruptingAction(
    (when, confirmed: boolean, ...args: TArgs) => call({ when, confirmed }, ...args),
    {
      onFailure: ({ expected, message }) => {
        if (expected?.code === 'CONFIRMATION_NEEDED')
          setWarning({ warning: message, direct: openDirectText(expected.data) });
      },
    },
  );
  return {
    pending,
    question,
    failure: failure?.expected?.code === 'CONFIRMATION_NEEDED' ? null : failure,
    run: (...args) => {
      latest.current = args;
      run(false, ...args);
    },
    confirmation:
      warning === null
        ? null
        : {
            ...warning,
            cancel: () => setWarning(null),
            confirm: () => {
              setWarning(null);
              if (latest.current !== null) run(true, ...latest.current);
            },
          },
  };
}
