import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';

/** Versions, and where everything is kept. */
export function About() {
  const client = useClient();
  const app = useSnapshot((s) => s.app);
  const program = useSnapshot((s) => s.server.program);
  const reveal = useAction(() => client.app.reveal({ what: 'dataFolder' }));
  return (
    <Section title="About">
      <Group>
        <Row label="Corral">
          <span className="secondary">
            {app.version}, {app.host === 'desktop' ? 'menu-bar app' : 'without a desktop'}
          </span>
        </Row>
        <Row label="Ollama">
          <span className="secondary">{program?.version ?? 'Unknown'}</span>
        </Row>
        <Row label="Data folder" hint="Settings, conversations and logs.">
          <span className="mono small clip selectable">{app.dataDir}</span>
          {app.capabilities.revealFile ? (
            <Button size="small" onClick={reveal.run}>
              Show in Finder
            </Button>
          ) : (
            <CopyButton text={app.dataDir} label="Copy the data folder’s path" />
          )}
        </Row>
      </Group>
    </Section>
  );
}
