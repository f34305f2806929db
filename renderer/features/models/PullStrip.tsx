import { Pause, Play, RotateCw, X } from 'lucide-react';
import type { Pull } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { pullAnnouncement, pullPercent, pullText } from './pull-text.ts';

/** The downloads, as long as there are any. */
export function PullStrip() {
  const pulls = useSnapshot((s) => s.pulls);
  if (pulls.length === 0) return null;
  return (
    <ul className="downloads" aria-label="Downloads">
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
  const wrong = (pause.failure ?? resume.failure ?? cancel.failure)?.message ?? failure?.message;
  const text = pullText(pull);
  return (
    <li className={`dl ${state}`}>
      <span className="medium clip" title={name}>
        {name}
      </span>
      {state === 'failed' ? (
        <span className="why bad-text selectable">{wrong}</span>
      ) : (
        <>
          <ProgressBar label={`Pulling ${name}`} percent={pullPercent(pull)} text={text} paused={state === 'paused'} />
          <span className="what">{wrong ?? text}</span>
        </>
      )}
      <span className="dl-buttons">
        {state === 'running' && (
          <IconButton
            size="small"
            solid
            icon={Pause}
            label={`Pause ${name}`}
            tooltip="Pause"
            disabled={pause.pending}
            onClick={() => pause.run()}
          />
        )}
        {state === 'paused' && (
          <IconButton
            size="small"
            solid
            icon={Play}
            label={`Resume ${name}`}
            tooltip="Resume"
            disabled={resume.pending}
            onClick={() => resume.run()}
          />
        )}
        {state === 'failed' && (
          <Button size="small" aria-label={`Try again: ${name}`} busy={resume.pending} onClick={() => resume.run()}>
            {!resume.pending && <RotateCw className="icon s13" />}
            Try Again
          </Button>
        )}
        <IconButton
          size="small"
          icon={X}
          label={`Cancel ${name}`}
          tooltip={cancelTooltip(pull)}
          disabled={cancel.pending}
          onClick={() => cancel.run()}
        />
      </span>
      <span className="sr" aria-live="polite">
        {pullAnnouncement(pull)}
      </span>
    </li>
  );
}

function cancelTooltip({ state, completedBytes }: Pull): string {
  const verb = state === 'failed' ? 'Take off the list' : 'Cancel';
  return completedBytes > 0
    ? `${verb}. What is downloaded is kept for a while, so pulling it again goes on from here.`
    : verb;
}
