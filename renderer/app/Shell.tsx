import { Suspense, useEffect, useState } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { PageRoot } from '../components/page-root.ts';
import { sectionLabel } from '../navigation/sections.ts';
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
  // In a narrow window the pages scroll with it, and each is read from its start.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another page is shown
  useEffect(() => {
    if (main?.parentElement) main.parentElement.scrollTop = 0;
  }, [main, section]);
  return (
    <PageRoot value={main}>
      <div className="window">
        <title>{shellText('window.title', { section: sectionLabel(section) })}</title>
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
