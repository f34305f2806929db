import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { pullsText } from '../../../../contract/derived/catalog/en/pulls.ts';
import { isSameModel } from '../../../../contract/derived/model-name.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ProgressBar } from '../../../components/ProgressBar.tsx';
import { pullPercent, pullText } from '../../models/pull-text.ts';

/** Pulls the model that a request lacks, and shows the progress. */
export function PullInPlace({ model }: { readonly model: string }) {
  const client = useClient();
  const pull = useSnapshot((s) => s.pulls.find(({ name }) => isSameModel(name, model)));
  const start = useAction(() => client.models.pull({ name: model }));
  if (pull === undefined || pull.state === 'failed') {
    const problem = start.failure?.message ?? pull?.failure?.message;
    return (
      <>
        {problem && <span className="bad-text">{problem}</span>}
        <Button
          size="small"
          aria-label={playgroundText(problem ? 'remedy.tryAgainName' : 'remedy.pullName', { model })}
          busy={start.pending}
          onClick={() => start.run()}
        >
          {playgroundText(problem ? 'remedy.tryAgain' : 'remedy.pull')}
        </Button>
      </>
    );
  }
  const text = pullText(pull);
  return (
    <div className="pull-in-place">
      <span className="num">{text}</span>
      <ProgressBar
        label={pullsText('progress.name', { model })}
        percent={pullPercent(pull)}
        text={text}
        paused={pull.state === 'paused'}
      />
    </div>
  );
}
