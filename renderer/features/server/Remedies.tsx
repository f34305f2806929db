import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useBusyAction } from '../../client/use-busy-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { BusyDialog } from '../../components/BusyDialog.tsx';
import { Button } from '../../components/Button.tsx';
import { Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { type Remedy, serverRemedies } from './server-remedies.ts';

/** What to do when the server doesn't run as it should. */
export function Remedies() {
  const server = useSnapshot((s) => s.server);
  const remedies = serverRemedies(server);
  if (remedies.length === 0) return null;
  return (
    <Section title="What to do">
      <div className="group">
        {remedies.map((remedy) => (
          <Row key={remedy.title} label={remedy.title} hint={remedy.hint}>
            {remedy.action && <RemedyButton action={remedy.action} />}
          </Row>
        ))}
      </div>
    </Section>
  );
}

function RemedyButton({ action }: { readonly action: NonNullable<Remedy['action']> }) {
  const client = useClient();
  const start = useAction(() => client.server.start());
  const restart = useBusyAction((when) => client.server.restart({ when }));
  const { go, label } = action;
  if (go !== 'start' && go !== 'restart') {
    return (
      <a className="btn" href={`#/${go}`}>
        {label}
      </a>
    );
  }
  const act = go === 'start' ? start : restart;
  return (
    <>
      <Button busy={act.pending} onClick={() => act.run()}>
        {label}
      </Button>
      <BusyDialog question={restart.question} title="Restart the server now?" confirm="Restart Now" />
    </>
  );
}
