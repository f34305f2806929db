import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CorralClient } from './corral-client.ts';
import type { DraftStore } from './drafts.ts';
import type { LinkState, LinkStateStore } from './link-state.ts';
import type { SnapshotSource } from './snapshot-source.ts';

/** What every part of the page shares. */
export interface Corral {
  readonly client: CorralClient;
  readonly link: LinkStateStore;
  readonly snapshot: SnapshotSource;
  readonly drafts: DraftStore;
}

export const CorralContext = createContext<Corral | null>(null);

/** Throws outside of `CorralContext`. */
export function useCorral(): Corral {
  const corral = useContext(CorralContext);
  if (corral === null) throw new Error('There is no CorralContext around this component.');
  return corral;
}

/** The typed client of the contract. */
export function useClient(): CorralClient {
  return useCorral().client;
}

/** Whether the page reaches Corral now. */
export function useLinkState(): LinkState {
  const { link } = useCorral();
  return useSyncExternalStore(link.subscribe, link.get);
}
