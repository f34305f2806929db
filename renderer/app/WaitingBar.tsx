import { Hourglass } from 'lucide-react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import type { Action } from '../client/use-action.ts';
import { Button } from '../components/Button.tsx';

export interface WaitingBarProps {
  /** `Restart pending`. */
  readonly title: string;
  /** What it waits for, as a sentence. */
  readonly detail: string;
  /** The button that does it now: `Restart Now`. */
  readonly confirm: string;
  /** The accessible name of the button that calls it off: `Cancel restart`. */
  readonly cancelLabel: string;
  readonly now: Action<readonly [], unknown>;
  readonly cancel: Action<readonly [], unknown>;
}

/** Shown at the bottom of every page while an action waits for the work that it would interrupt. */
export function WaitingBar({ title, detail, confirm, cancelLabel, now, cancel }: WaitingBarProps) {
  const failure = now.failure ?? cancel.failure;
  return (
    <section className="restart" aria-label={title}>
      <Hourglass className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>{title}</b>
        <span className="hint">{failure?.message ?? detail}</span>
      </div>
      <Button busy={cancel.pending} aria-label={cancelLabel} onClick={() => cancel.run()}>
        {shellText('cancel')}
      </Button>
      <Button variant="destructive" busy={now.pending} onClick={() => now.run()}>
        {confirm}
      </Button>
    </section>
  );
}
