import { TriangleAlert } from 'lucide-react';
import { useSnapshot } from '../client/use-snapshot.ts';
import { CorralMark } from '../components/CorralMark.tsx';
import { type SectionId, sections } from '../navigation/sections.ts';
import { ServerChip } from './ServerChip.tsx';

/** The navigation with the server chip at its foot. */
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
      <nav aria-label="Sections">
        <div className="nav">
          {sections.map(({ id, label, icon: Icon }) => (
            <a key={id} href={`#/${id}`} aria-current={id === current ? 'page' : undefined}>
              <Icon className="icon" />
              {label}
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

/** A ring while something is downloaded; the page has the figures. */
function PullsMark() {
  const running = useSnapshot((s) => s.pulls.filter((pull) => pull.state === 'running').length);
  if (running === 0) return null;
  return (
    <span className="mark" aria-hidden="true" title={running === 1 ? '1 download' : `${running} downloads`}>
      <span className="spin" />
    </span>
  );
}

function OpenMark() {
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  if (!open) return null;
  return (
    <span className="mark warn-text" aria-hidden="true" title="Open to your network without a key">
      <TriangleAlert className="icon s14" />
    </span>
  );
}
