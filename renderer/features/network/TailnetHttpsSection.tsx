import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import type { TailnetHttps } from '../../../contract/exposure.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { Section } from '../../components/Section.tsx';
import { Switch } from '../../components/Switch.tsx';
import { WebLink } from '../../components/WebLink.tsx';

/** HTTPS on the tailnet. Hidden while Tailscale isn't installed, unless it was turned on before. */
export function TailnetHttpsSection() {
  const client = useClient();
  const { https, tailscale } = useSnapshot((s) => s.exposure);
  const isWanted = useSnapshot((s) => s.settings.tailnetHttps);
  const set = useInterruptingAction((when, enabled: boolean) => client.exposure.setTailnetHttps({ enabled, when }));
  if (tailscale.state === 'missing' && !isWanted) return null;
  return (
    <Section title={networkText('https.title')}>
      <div className="group">
        <Row
          label={networkText('https.label')}
          hint={
            <span aria-live="polite">
              {httpsStatusText(https, { isWanted, isAdmin: tailscale.isAdmin })}
              {set.failure && <span className="bad-text"> {set.failure.message}</span>}
            </span>
          }
        >
          {https.consentUrl !== null && (
            <WebLink size="small" url={https.consentUrl} label={networkText('https.allow')} />
          )}
          <Switch
            label={networkText('https.switch')}
            checked={isWanted}
            disabled={!isWanted && https.reason !== null}
            busy={set.pending}
            onChange={set.run}
          />
        </Row>
      </div>
      <InterruptionDialog question={set.question} confirm={networkText('https.turnOffNow')} />
    </Section>
  );
}

interface HttpsPerson {
  readonly isWanted: boolean;
  /** Undefined where that isn't known. */
  readonly isAdmin: boolean | undefined;
}

/** The state of HTTPS, and what the person can do about it. */
function httpsStatusText({ state, url, reason }: TailnetHttps, { isWanted, isAdmin }: HttpsPerson): string {
  switch (state) {
    case 'on':
      return networkText('https.on', { url: url ?? '' });
    case 'starting':
      return networkText('https.starting');
    case 'consent':
      return networkText('https.consent', { admin: adminChoice(isAdmin) });
    case 'failed':
      return networkText('https.failed', { reason: asSentence(reason ?? networkText('https.noReason')) });
    case 'off':
      if (reason === null) return networkText('https.off');
      return isWanted ? networkText('https.waiting', { reason }) : reason;
  }
}

function adminChoice(isAdmin: boolean | undefined): 'yes' | 'no' | 'other' {
  if (isAdmin === undefined) return 'other';
  return isAdmin ? 'yes' : 'no';
}

/** What a program said, with the period that it leaves out. */
function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
