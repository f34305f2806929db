import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CopyTextButton } from '../../components/CopyTextButton.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { FreePortButton } from './FreePortButton.tsx';
import { RowFailure } from './RowFailure.tsx';
import type { RemedyAction } from './remedy.ts';
import { TakeOverButton } from './TakeOverButton.tsx';
import { WebLink } from './WebLink.tsx';

export interface RemedyControlProps {
  readonly action: RemedyAction;
  readonly onMoved: (port: number) => void;
}

/** The control at the end of a remedy's row. */
export function RemedyControl({ action, onMoved }: RemedyControlProps) {
  const client = useClient();
  switch (action.do) {
    case 'go':
      return (
        <a className="btn" href={`#/${action.section}`}>
          {action.label}
        </a>
      );
    case 'open':
      return <WebLink url={action.url} label={action.label} />;
    case 'copy':
      return (
        <>
          <code className="command">{action.command}</code>
          <CopyButton text={action.command} label={action.label} />
        </>
      );
    case 'start':
      return <StartButton label={action.label} />;
    case 'restart':
      return <RestartButton label={action.label} />;
    case 'freePort':
      return <FreePortButton label={action.label} onMoved={onMoved} />;
    case 'report':
      return (
        <CopyTextButton
          label={action.label}
          tooltip="Versions, states and the last lines of the log, without keys or prompts"
          text={() => client.app.diagnostics()}
        />
      );
    case 'takeOver':
      return <TakeOverButton {...action} />;
  }
}

function StartButton({ label }: { readonly label: string }) {
  const client = useClient();
  const start = useAction(() => client.server.start());
  return (
    <>
      <Button busy={start.pending} onClick={() => start.run()}>
        {label}
      </Button>
      <RowFailure message={start.failure?.message ?? null} />
    </>
  );
}

function RestartButton({ label }: { readonly label: string }) {
  const client = useClient();
  const restart = useInterruptingAction((when) => client.server.restart({ when }));
  return (
    <>
      <Button busy={restart.pending} onClick={() => restart.run()}>
        {label}
      </Button>
      <InterruptionDialog question={restart.question} title="Restart the server now?" confirm="Restart Now" />
      <RowFailure message={restart.failure?.message ?? null} />
    </>
  );
}
