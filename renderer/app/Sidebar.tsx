import { TriangleAlert } from 'lucide-react';
import { openAccessText } from '../../contract/derived/catalog/en/open-access.ts';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { CorralMark } from '../components/CorralMark.tsx';
import { type SectionId, sectionLabel, sections } from '../navigation/sections.ts';
import { ServerChip } from './ServerChip.tsx';

/** The navigation, with the server chip at the bottom. */
export function Sidebar({ current }: { readonly current: SectionId }) {
  const onDesktop = useSnapshot((s) => s.app.host === 'desktop' && s.app.platform === 'darwin');
  return (
    <div className="sidebar">
      <div className="sidebar-top" aria-hidden="true">
        {!onDesktop && (
          <>
            <CorralMark />
            Corral
          </>
        )}
      </div>
      <nav aria-label={shellText('sidebar.label')}>
        <div className="nav">
          {sections.map(({ id, icon: Icon }) => (
            <a key={id} href={`#/${id}`} aria-current={id === current ? 'page' : undefined}>
              <Icon className="icon" />
              {sectionLabel(id)}
              {id === 'models' && <PullsMark />}
              {id === 'network' && <OpenMark />}
            </a>
          ))}
        </div>
        <ServerChip />
      </nav>
    </div>
  );
}

/** A spinner while models are downloading; the Models page has the figures. */
function PullsMark() {
  const running = useSnapshot((s) => s.pulls.filter((pull) => pull.state === 'running').length);
  if (running === 0) return null;
  return (
    <span className="mark" aria-hidden="true" title={shellText('sidebar.downloads', { count: running })}>
      <span className="spin" />
    </span>
  );
}

function OpenMark() {
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  if (!open) return null;
  return (
    <span className="mark warn-text" aria-hidden="true" title={openAccessText('title')}>
      <TriangleAlert className="icon s14" />
    </span>
  );
}
