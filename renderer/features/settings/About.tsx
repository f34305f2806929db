import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { ThirdPartyNotices } from './ThirdPartyNotices.tsx';

/** Versions, where the data is kept, and the licenses of what Corral includes. */
export function About() {
  const client = useClient();
  const { version, host, dataDir, capabilities, fixed } = useSnapshot((s) => s.app);
  const program = useSnapshot((s) => s.server.program);
  const reveal = useAction(() => client.app.reveal({ what: 'dataFolder' }));
  return (
    <Section title={settingsText('section.about')}>
      <Group>
        <Row label={settingsText('about.corral')}>
          <span className="secondary">{settingsText(`about.${host}`, { version })}</span>
        </Row>
        <Row label={settingsText('about.ollama')}>
          <span className="secondary">{program?.version ?? settingsText('about.unknown')}</span>
        </Row>
        <Row
          label={settingsText('about.dataFolder')}
          hint={
            fixed.dataDir
              ? settingsText('about.dataFolderFixed', { variable: fixed.dataDir.variable })
              : settingsText('about.dataFolderHint')
          }
        >
          <span className="mono small clip selectable">{dataDir}</span>
          {capabilities.revealFile ? (
            <Button size="small" onClick={reveal.run}>
              {settingsText('about.showInFinder')}
            </Button>
          ) : (
            <CopyButton text={dataDir} label={settingsText('about.copyDataFolder')} />
          )}
        </Row>
        <Row label={settingsText('notices.title')} hint={settingsText('notices.hint')}>
          <ThirdPartyNotices />
        </Row>
      </Group>
    </Section>
  );
}
