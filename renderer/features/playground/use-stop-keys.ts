import { useEffect } from 'react';

/** Escape and ⌘. stop what is being written; a menu or sheet that is open takes Escape first. */
export function useStopKeys(active: boolean, stop: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      const asked = event.key === 'Escape' || (event.key === '.' && (event.metaKey || event.ctrlKey));
      if (!asked || event.defaultPrevented) return;
      event.preventDefault();
      stop();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [active, stop]);
}
