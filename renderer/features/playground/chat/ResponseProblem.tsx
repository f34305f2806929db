import { CircleAlert } from 'lucide-react';
import type { Message } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { failureRemedy, type Remedy } from './failure-remedy.ts';
import { PullInPlace } from './PullInPlace.tsx';

export interface ResponseProblemProps {
  readonly response: Message;
  /** Null where no remedy is offered. */
  readonly onRegenerate: (() => void) | null;
  /** Why nothing can be sent, or null. */
  readonly blockedReason: string | null;
}

/** Why a response failed or was interrupted, in its place, with the remedy as a button. */
export function ResponseProblem({ response, onRegenerate, blockedReason }: ResponseProblemProps) {
  const server = useSnapshot((s) => s.server);
  const models = useSnapshot((s) => s.models);
  const remedy = failureRemedy(response, { server, models });
  if (remedy === null) return null;
  return (
    <div className="response-problem" aria-live="polite">
      <CircleAlert className="icon" />
      <span className="grow selectable">{response.error ?? playgroundText('response.interrupted')}</span>
      {onRegenerate && <RemedyButton remedy={remedy} onRegenerate={onRegenerate} blockedReason={blockedReason} />}
    </div>
  );
}

interface RemedyButtonProps {
  readonly remedy: Remedy;
  readonly blockedReason: string | null;
  readonly onRegenerate: () => void;
}

function RemedyButton({ remedy, onRegenerate, blockedReason }: RemedyButtonProps) {
  switch (remedy.kind) {
    case 'startServer':
      return <StartServerButton />;
    case 'serverStarting':
      return (
        <Button size="small" busy>
          {playgroundText('remedy.starting')}
        </Button>
      );
    case 'pull':
      return <PullInPlace model={remedy.model} />;
    case 'regenerate':
      return (
        <Button size="small" disabledReason={blockedReason} onClick={onRegenerate}>
          {playgroundText('response.regenerate')}
        </Button>
      );
  }
}

function StartServerButton() {
  const client = useClient();
  const start = useAction(() => client.server.start());
  return (
    <Button
      size="small"
      aria-label={playgroundText('remedy.startServerName')}
      busy={start.pending}
      onClick={() => start.run()}
    >
      {playgroundText('remedy.startServer')}
    </Button>
  );
}
