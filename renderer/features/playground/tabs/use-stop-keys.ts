import { useEffect } from 'react';

/** Escape, ⌘. and Ctrl-. stop a response that is being generated; an open menu or dialog takes Escape first. */
export function useStopKeys(isActive: boolean, stop: () => void): void {
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      const isStopKey = event.key === 'Escape' || (event.key === '.' && (event.metaKey || event.ctrlKey));
      if (!isStopKey || event.defaultPrevented) return;
      event.preventDefault();
      stop();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isActive, stop]);
}
