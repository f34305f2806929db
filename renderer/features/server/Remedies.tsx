import { interruptionText } from '../../../contract/derived/catalog/en/interruption.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { serverRemedyText } from '../../../contract/derived/catalog/en/server-remedies.ts';
import type { RemedyAction } from '../../../contract/derived/remedy.ts';
import { serverRemedies } from '../../../contract/derived/server-remedies.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CopyTextButton } from '../../components/CopyTextButton.tsx';
import { Row } from '../../components/Group.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { Section } from '../../components/Section.tsx';
import { WebLink } from '../../components/WebLink.tsx';
import { FreePortButton } from './FreePortButton.tsx';
import { RowFailure } from './RowFailure.tsx';
import { TakeOverButton } from './TakeOverButton.tsx';

interface RemediesProps {
  /** The server was moved to this port. */
  readonly onMoved: (port: number) => void;
}

/** What to do when the server doesn't run as it should. */
export function Remedies({ onMoved }: RemediesProps) {
  const server = useSnapshot((s) => s.server);
  const fixed = useSnapshot((s) => s.app.fixed);
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const remedies = serverRemedies(server, fixed).filter(({ action }) => action.do !== 'reveal' || canReveal);
  if (remedies.length === 0) return null;
  return (
    <Section title={serverPageText('remedies.title')}>
      <div className="group remedies">
        {remedies.map(({ title, hint, action }) => (
          <Row key={title.key} label={serverRemedyText(title)} hint={serverRemedyText(hint)}>
            <RemedyControl action={action} onMoved={onMoved} />
          </Row>
        ))}
      </div>
    </Section>
  );
}

function RemedyControl({ action, onMoved }: RemediesProps & { readonly action: RemedyAction }) {
  const client = useClient();
  switch (action.do) {
    case 'show':
      return (
        <a className="btn" href={`#/${action.page}${'place' in action ? `/${action.place}` : ''}`}>
          {serverPageText(`button.${action.page}`)}
        </a>
      );
    case 'downloadOllama':
      return <WebLink url="https://ollama.com/download" label={serverPageText('button.download')} />;
    case 'copy':
      return (
        <>
          <code className="command">{action.command}</code>
          <CopyButton text={action.command} label={serverRemedyText(action.label)} />
        </>
      );
    case 'reveal':
      return <RevealButton />;
    case 'start':
      return <StartButton />;
    case 'restart':
      return <RestartButton />;
    case 'useFreePort':
      return <FreePortButton onMoved={onMoved} />;
    case 'copyDiagnostics':
      return (
        <CopyTextButton
          label={serverPageText('button.diagnostics')}
          tooltip={serverPageText('button.diagnosticsTooltip')}
          text={() => client.app.diagnostics()}
        />
      );
    case 'takeOver':
      return (
        <TakeOverButton
          pid={action.pid}
          label={serverRemedyText(action.label)}
          question={serverRemedyText(action.question)}
          consequence={serverRemedyText(action.consequence)}
          confirm={serverRemedyText('ask.confirm')}
        />
      );
  }
}

function RevealButton() {
  const client = useClient();
  const platform = useSnapshot((s) => s.app.platform);
  const reveal = useAction(() => client.app.reveal({ what: 'failure' }));
  return (
    <>
      <Button busy={reveal.pending} onClick={() => reveal.run()}>
        {serverPageText('button.reveal', { platform })}
      </Button>
      <RowFailure message={reveal.failure?.message ?? null} />
    </>
  );
}

function StartButton() {
  const client = useClient();
  const start = useAction(() => client.server.start());
  return (
    <>
      <Button busy={start.pending} onClick={() => start.run()}>
        {serverPageText('button.tryAgain')}
      </Button>
      <RowFailure message={start.failure?.message ?? null} />
    </>
  );
}

function RestartButton() {
  const client = useClient();
  const restart = useInterruptingAction((when) => client.server.restart({ when }));
  return (
    <>
      <Button busy={restart.pending} onClick={() => restart.run()}>
        {interruptionText('confirm.restart')}
      </Button>
      <InterruptionDialog
        question={restart.question}
        command="restart"
        title={interruptionText('title.restart')}
        confirm={interruptionText('confirm.restart')}
      />
      <RowFailure message={restart.failure?.message ?? null} />
    </>
  );
}
