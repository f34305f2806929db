import { formatBytesOf } from '../../../../contract/derived/format/format-bytes.ts';
import { formatTimeLeft } from '../../../../contract/derived/format/format-duration.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ProgressBar } from '../../../components/ProgressBar.tsx';
import { isSameModel } from './failure-remedy.ts';

/** Pulls the model an answer lacks, and shows how far it is. Once it is there, the answer offers to be written again. */
export function PullInPlace({ model }: { readonly model: string }) {
  const client = useClient();
  const pull = useSnapshot((s) => s.pulls.find(({ name }) => isSameModel(name, model)));
  const begin = useAction(() => client.models.pull({ name: model }));
  if (pull === undefined || pull.state === 'failed') {
    const problem = begin.failure?.message ?? pull?.failure?.message;
    return (
      <>
        {problem && <span className="bad-text">{problem}</span>}
        <Button size="small" busy={begin.pending} onClick={begin.run}>
          {problem ? 'Try Again' : 'Pull it'}
        </Button>
      </>
    );
  }
  const { completedBytes, totalBytes, secondsLeft } = pull;
  const percent = totalBytes ? Math.floor((completedBytes / totalBytes) * 100) : null;
  const figures = totalBytes ? formatBytesOf(completedBytes, totalBytes) : pull.phase;
  return (
    <div className="pull-in-place">
      <span className="num">{secondsLeft === null ? figures : `${figures}, ${formatTimeLeft(secondsLeft)}`}</span>
      <ProgressBar label={`Pulling ${model}`} percent={percent} text={figures} paused={pull.state === 'paused'} />
    </div>
  );
}
