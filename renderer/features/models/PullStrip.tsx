import { Pause, Play, RotateCw, X } from 'lucide-react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { pullsText } from '../../../contract/derived/catalog/en/pulls.ts';
import type { Pull } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { type Action, useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { pullAnnouncement, pullPercent, pullText } from './pull-text.ts';

/** The downloads, while there are any. */
export function PullStrip() {
  const pulls = useSnapshot((s) => s.pulls);
  if (pulls.length === 0) return null;
  return (
    <ul className="downloads" aria-label={modelsText('downloads.name')}>
      {pulls.map((pull) => (
        <PullRow key={pull.id} pull={pull} />
      ))}
    </ul>
  );
}

function PullRow({ pull }: { readonly pull: Pull }) {
  const client = useClient();
  const { id, name, state, failure } = pull;
  const pause = useAction(() => client.models.pausePull({ id }));
  const resume = useAction(() => client.models.resumePull({ id }));
  const cancel = useAction(() => client.models.cancelPull({ id }));
  const problem = (pause.failure ?? resume.failure ?? cancel.failure)?.message ?? failure?.message;
  const text = pullText(pull);
  return (
    <li className={`dl ${state}`}>
      <span className="medium clip" title={name}>
        {name}
      </span>
      {state === 'failed' ? (
        <span className="why bad-text selectable">{problem}</span>
      ) : (
        <>
          <ProgressBar
            label={pullsText('progress.name', { model: name })}
            percent={pullPercent(pull)}
            text={text}
            paused={state === 'paused'}
          />
          <span className="what">{problem ?? text}</span>
        </>
      )}
      <PullButtons pull={pull} pause={pause} resume={resume} cancel={cancel} />
      <span className="sr" aria-live="polite">
        {pullAnnouncement(pull)}
      </span>
    </li>
  );
}

type PullAction = Pick<Action<readonly [], unknown>, 'run' | 'pending'>;

interface PullButtonsProps {
  readonly pull: Pull;
  readonly pause: PullAction;
  readonly resume: PullAction;
  readonly cancel: PullAction;
}

function PullButtons({ pull, pause, resume, cancel }: PullButtonsProps) {
  const { name, state } = pull;
  return (
    <span className="dl-buttons">
      {state === 'running' && (
        <IconButton
          size="small"
          solid
          icon={Pause}
          label={modelsText('downloads.pauseName', { model: name })}
          tooltip={modelsText('downloads.pause')}
          disabled={pause.pending}
          onClick={() => pause.run()}
        />
      )}
      {state === 'paused' && (
        <IconButton
          size="small"
          solid
          icon={Play}
          label={modelsText('downloads.resumeName', { model: name })}
          tooltip={modelsText('downloads.resume')}
          disabled={resume.pending}
          onClick={() => resume.run()}
        />
      )}
      {state === 'failed' && (
        <Button
          size="small"
          aria-label={modelsText('downloads.tryAgainName', { model: name })}
          busy={resume.pending}
          onClick={() => resume.run()}
        >
          {!resume.pending && <RotateCw className="icon s13" />}
          {modelsText('downloads.tryAgain')}
        </Button>
      )}
      <IconButton
        size="small"
        icon={X}
        label={modelsText('downloads.cancelName', { model: name })}
        tooltip={cancelTooltip(pull)}
        disabled={cancel.pending}
        onClick={() => cancel.run()}
      />
    </span>
  );
}

function cancelTooltip({ state, completedBytes }: Pull): string {
  if (state === 'failed') return modelsText(completedBytes > 0 ? 'downloads.removePartial' : 'downloads.remove');
  return modelsText(completedBytes > 0 ? 'downloads.cancelPartial' : 'downloads.cancel');
}
