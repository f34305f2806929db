import { useCallback, useSyncExternalStore } from 'react';
import { useCorral } from './corral-context.ts';

/** The drafts of the Settings page. */
export const SETTINGS_DRAFTS = 'settings';

/**
 * What a person has entered and Corral doesn't have: text that isn't valid, or isn't sent yet. It belongs to the window, so that
 * opening another page discards nothing.
 */
export interface DraftStore {
  /** Undefined for none. */
  get(id: string): unknown;
  /** Undefined removes the draft. */
  set(id: string, draft: unknown): void;
  /** Removes every draft whose id begins with the scope and a period: what was entered there is being reset. */
  reset(scope: string): void;
  /** How often the scope was reset. */
  resets(scope: string): number;
  subscribe(listener: () => void): () => void;
}

export function createDraftStore(): DraftStore {
  const drafts = new Map<string, unknown>();
  const resets = new Map<string, number>();
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get: (id) => drafts.get(id),
    set: (id, draft) => {
      if (drafts.get(id) === draft) return;
      if (draft === undefined) drafts.delete(id);
      else drafts.set(id, draft);
      notify();
    },
    reset: (scope) => {
      for (const id of drafts.keys()) if (id.startsWith(`${scope}.`)) drafts.delete(id);
      resets.set(scope, (resets.get(scope) ?? 0) + 1);
      notify();
    },
    resets: (scope) => resets.get(scope) ?? 0,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type UsedDraft<T> = [
  draft: T | undefined,
  setDraft: (draft: T | undefined) => void,
  /** For a callback that runs after this render. */
  latestDraft: () => T | undefined,
];

/** One draft of the window. An id (`scope.name`) belongs to one field and so to one type. */
export function useDraft<T>(id: string): UsedDraft<T> {
  const { drafts } = useCorral();
  const latestDraft = useCallback(() => drafts.get(id) as T | undefined, [drafts, id]);
  const draft = useSyncExternalStore(drafts.subscribe, latestDraft);
  const setDraft = useCallback((next: T | undefined) => drafts.set(id, next), [drafts, id]);
  return [draft, setDraft, latestDraft];
}

/** The text of a field that adds something: empty at first. */
export function useDraftText(id: string): [text: string, setText: (text: string) => void] {
  const [draft, setDraft] = useDraft<string>(id);
  return [draft ?? '', setDraft];
}

/** Changes when the drafts of a scope are reset. */
export function useDraftResets(scope: string): number {
  const { drafts } = useCorral();
  return useSyncExternalStore(drafts.subscribe, () => drafts.resets(scope));
}
