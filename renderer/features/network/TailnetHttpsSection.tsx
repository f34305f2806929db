import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { Section } from '../../components/Section.tsx';
import { Switch } from '../../components/Switch.tsx';
import { WebLink } from '../server/WebLink.tsx';
import { httpsStatusText } from './https-status-text.ts';

/** HTTPS in the tailnet. Not drawn where there is no Tailscale and it was never turned on. */
export function TailnetHttpsSection() {
  const client = useClient();
  const { https, tailscale } = useSnapshot((s) => s.exposure);
  const desired = useSnapshot((s) => s.settings.tailnetHttps);
  const set = useInterruptingAction((when, on: boolean) => client.exposure.setTailnetHttps({ enabled: on, when }));
  if (tailscale.state === 'missing' && !desired) return null;
  return (
    <Section title="HTTPS in your tailnet">
      <div className="group">
        <Row
          label="Serve over HTTPS"
          hint={
            <span aria-live="polite">
              {httpsStatusText(https, desired)}
              {set.failure && <span className="bad-text"> {set.failure.message}</span>}
            </span>
          }
        >
          {https.consentUrl !== null && <WebLink size="small" url={https.consentUrl} label="Allow in Tailscale" />}
          <Switch
            label="Serve over HTTPS in your tailnet"
            checked={desired}
            disabled={!desired && https.reason !== null}
            busy={set.pending}
            onChange={(on) => set.run(on)}
          />
        </Row>
      </div>
      <InterruptionDialog question={set.question} confirm="Turn Off Now" />
    </Section>
  );
}
