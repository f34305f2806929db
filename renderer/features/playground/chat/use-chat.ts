import { useSyncExternalStore } from 'react';
import type { ChatState } from '../session/chat-session.ts';
import { usePlaygroundTools } from '../session/playground-tools.ts';

/**
 * A part of the chat's state; the component redraws when that part changes. The selector returns a part of the state or a
 * primitive. The state changes several times a second while a response grows, so select as little as possible.
 */
export function useChat<T>(select: (state: ChatState) => T): T {
  const { session } = usePlaygroundTools();
  return useSyncExternalStore(session.subscribe, () => select(session.get()));
}
