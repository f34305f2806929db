import { useSyncExternalStore } from 'react';
import { usePlaygroundTools } from '../playground-tools.ts';
import type { ChatState } from './chat-session.ts';

/**
 * A part of the chat's state; the component redraws when that part changes. The selector returns something that is in
 * the state or a primitive. The state changes ten times a second while an answer grows, so ask for little.
 */
export function useChat<T>(select: (state: ChatState) => T): T {
  const { session } = usePlaygroundTools();
  return useSyncExternalStore(session.subscribe, () => select(session.get()));
}
