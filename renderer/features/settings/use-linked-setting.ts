import { useEffect } from 'react';

/** The setting that a hash such as `#/settings/modelsFolder` names; null where it names none. */
export function settingOfHash(hash: string): string | null {
  return /^#\/settings\/([A-Za-z]{1,40})$/.exec(hash)?.[1] ?? null;
}

function showLinked(): void {
  const field = settingOfHash(window.location.hash);
  const mark = field === null ? null : document.querySelector(`[data-setting="${field}"]`);
  const row = mark?.closest('.row');
  row?.scrollIntoView({ block: 'center' });
  const control = row?.querySelector<HTMLElement>('input') ?? row?.querySelector<HTMLElement>('button');
  control?.focus({ preventScroll: true });
}

/** Scrolls to the setting that the address names, and focuses its control: a link to a field. Follows the address. */
export function useLinkedSetting(): void {
  useEffect(() => {
    showLinked();
    window.addEventListener('hashchange', showLinked);
    return () => window.removeEventListener('hashchange', showLinked);
  }, []);
}
