import { useEffect, useSyncExternalStore } from 'react';
import { type SectionId, sectionOfHash, sections } from './sections.ts';

/** The page that the address names. Follows the address. */
export function useSection(): SectionId {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => sectionOfHash(window.location.hash),
  );
}

/** ⌘1 to ⌘6 and ⌘, open the pages; Ctrl does the same where there is no ⌘. */
export function useSectionShortcuts(): void {
  useEffect(() => {
    const openSection = (event: KeyboardEvent): void => {
      if (event.metaKey === event.ctrlKey || event.altKey || event.shiftKey) return;
      const section = sections.find(({ key }) => key === event.key);
      if (section === undefined) return;
      event.preventDefault();
      window.location.hash = `#/${section.id}`;
    };
    window.addEventListener('keydown', openSection);
    return () => window.removeEventListener('keydown', openSection);
  }, []);
}
