import { CircleAlert } from 'lucide-react';
import type { Message } from '../../../../contract/conversations.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { failureRemedy, type Remedy } from './failure-remedy.ts';
import { PullInPlace } from './PullInPlace.tsx';

export interface AnswerProblemProps {
  readonly answer: Message;
  /** Null where no way out is offered. */
  readonly onAnswerAgain: (() => void) | null;
}

/** What went wrong with an answer, in its place, and the way out as a button. */
export function AnswerProblem({ answer, onAnswerAgain }: AnswerProblemProps) {
  const server = useSnapshot((s) => s.server);
  const models = useSnapshot((s) => s.models);
  const remedy = failureRemedy(answer, { server, models });
  if (remedy === null) return null;
  const words = answer.error ?? 'This answer was interrupted. It ends before the model was done.';
  return (
    <div className="answer-problem" aria-live="polite">
      <CircleAlert className="icon" />
      <span className="grow selectable">{words}</span>
      {onAnswerAgain && <RemedyButton remedy={remedy} onAnswerAgain={onAnswerAgain} />}
    </div>
  );
}

interface RemedyButtonProps {
  readonly remedy: Remedy;
  readonly onAnswerAgain: () => void;
}

function RemedyButton({ remedy, onAnswerAgain }: RemedyButtonProps) {
  const client = useClient();
  const start = useAction(() => client.server.start());
  switch (remedy.kind) {
    case 'startServer':
      return (
        <Button size="small" busy={start.pending} onClick={start.run}>
          Start server
        </Button>
      );
    case 'serverStarting':
      return (
        <Button size="small" busy>
          Starting…
        </Button>
      );
    case 'pull':
      return <PullInPlace model={remedy.model} />;
    case 'answerAgain':
      return (
        <Button size="small" onClick={onAnswerAgain}>
          Answer Again
        </Button>
      );
  }
}
