import { Hourglass } from 'lucide-react';
import type { Action } from '../client/use-action.ts';
import { Button } from '../components/Button.tsx';

export interface WaitingBarProps {
  /** `restart` or `change`. */
  readonly what: string;
  /** What it waits for. */
  readonly words: string;
  /** The verb of the button that does it at once. */
  readonly confirm: string;
  readonly now: Action<readonly [], unknown>;
  readonly cancel: Action<readonly [], unknown>;
}

/** At the foot of every page while something waits until nothing is under way that it would cut off. */
export function WaitingBar({ what, words, confirm, now, cancel }: WaitingBarProps) {
  const failure = now.failure ?? cancel.failure;
  return (
    <section className="restart" aria-label={`The ${what} waits`}>
      <Hourglass className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>The {what} waits</b>
        <span className="hint">{failure?.message ?? words}</span>
      </div>
      <Button busy={cancel.pending} aria-label={`Cancel the ${what}`} onClick={() => cancel.run()}>
        Cancel
      </Button>
      <Button variant="destructive" busy={now.pending} onClick={() => now.run()}>
        {confirm}
      </Button>
    </section>
  );
}
