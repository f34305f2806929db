import { useEffect } from 'react';

/** The setting that a hash such as `#/settings/modelsFolder` names; null where it names none. */
function settingOfHash(hash: string): string | null {
  return /^#\/settings\/([A-Za-z]{1,40})$/.exec(hash)?.[1] ?? null;
}

function showLinked(): void {
  const field = settingOfHash(window.location.hash);
  const mark = field === null ? null : document.querySelector(`[data-setting="${field}"]`);
  const row = mark?.closest('.row');
  const control = row?.querySelector<HTMLElement>('input') ?? row?.querySelector<HTMLElement>('button');
  // The focus scrolls it into view.
  control?.focus();
}

/** Focuses the control of the setting that the address names: a link to a field. Follows the address. */
export function useLinkedSetting(): void {
  useEffect(() => {
    showLinked();
    window.addEventListener('hashchange', showLinked);
    return () => window.removeEventListener('hashchange', showLinked);
  }, []);
}
