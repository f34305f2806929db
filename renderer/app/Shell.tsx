import { Suspense, useState } from 'react';
import { PageRoot } from '../components/page-root.ts';
import { sections } from '../navigation/sections.ts';
import { useSection, useSectionShortcuts } from '../navigation/use-section.ts';
import { ChangeBar } from './ChangeBar.tsx';
import { LinkLost } from './LinkLost.tsx';
import { Notices } from './Notices.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { pages } from './pages.tsx';
import { RestartBar } from './RestartBar.tsx';
import { Sidebar } from './Sidebar.tsx';
/** The window: navigation, the page that the address names, and what concerns every page. */
export function Shell() {
  const section = useSection();
  useSectionShortcuts();
  const [main, setMain] = useState<HTMLElement | null>(null);
  const label = sections.find(({ id }) => id === section)?.label ?? 'Corral';
  return (
    <PageRoot value={main}>
      <div className="window">
        <title>{`${label} — Corral`}</title>
        <Sidebar current={section} />
        <main ref={setMain} className="main" data-page={section}>
          <Notices />
          <PageBoundary key={section}>
            <Suspense fallback={<div className="grow" />}>{pages[section]()}</Suspense>
          </PageBoundary>
          <ChangeBar />
          <RestartBar />
        </main>
        <LinkLost />
      </div>
    </PageRoot>
  );
}
