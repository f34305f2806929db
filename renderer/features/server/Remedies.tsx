import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { RemedyControl } from './RemedyControl.tsx';
import { serverRemedies } from './server-remedies.ts';

/** What to do when the server doesn't run as it should. */
export function Remedies({ onMoved }: { readonly onMoved: (port: number) => void }) {
  const server = useSnapshot((s) => s.server);
  const remedies = serverRemedies(server);
  if (remedies.length === 0) return null;
  return (
    <Section title="What to do">
      <div className="group remedies">
        {remedies.map((remedy) => (
          <Row key={remedy.title} label={remedy.title} hint={remedy.hint}>
            <RemedyControl action={remedy.action} onMoved={onMoved} />
          </Row>
        ))}
      </div>
    </Section>
  );
}
