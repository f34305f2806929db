import { Suspense } from 'react';
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
  const label = sections.find(({ id }) => id === section)?.label ?? 'Corral';
  return (
    <div className="window">
      <title>{`${label} — Corral`}</title>
      <Sidebar current={section} />
      <main className="main">
        <Notices />
        <PageBoundary key={section}>
          <Suspense fallback={<div className="grow" />}>{pages[section]()}</Suspense>
        </PageBoundary>
        <ChangeBar />
        <RestartBar />
      </main>
      <LinkLost />
    </div>
  );
}
