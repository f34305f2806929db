import { createContext, useContext } from 'react';

/** The element that holds the page. A page's styles reach no further (`@scope` in its CSS), so what it opens is drawn inside it. */
export const PageRoot = createContext<HTMLElement | null>(null);

/** Where a sheet, menu or popover is drawn; null, which stands for the document's body, while there is no page. */
export function usePageRoot(): HTMLElement | null {
  return useContext(PageRoot);
}
