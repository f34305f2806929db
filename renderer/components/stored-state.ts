import { useCallback, useState } from 'react';

export interface StoredStateOptions<T> {
  /** `session` lasts as long as the window, `local` until it is changed. */
  readonly kept: 'session' | 'local';
  /** Parses the stored value; gets null where there is none. */
  readonly read: (stored: unknown) => T;
}

/** State that survives a reload. It belongs to this window or browser, so it isn't a setting of Corral. */
export function useStoredState<T>(key: string, { kept, read }: StoredStateOptions<T>): [T, (value: T) => void] {
  const [value, setValue] = useState(() => read(readStored(storageOf(kept), key)));
  const change = useCallback(
    (next: T) => {
      setValue(next);
      try {
        storageOf(kept).setItem(`corral.${key}`, JSON.stringify(next));
      } catch {
        // More than the browser stores, such as a whole book as a prompt: it lasts as long as the page.
      }
    },
    [key, kept],
  );
  return [value, change];
}

export function readText(stored: unknown): string {
  return typeof stored === 'string' ? stored : '';
}

function storageOf(kept: 'session' | 'local'): Storage {
  return kept === 'session' ? sessionStorage : localStorage;
}

function readStored(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(`corral.${key}`) ?? 'null');
  } catch {
    return null;
  }
}
