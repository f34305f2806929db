import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Message } from '../../../../contract/conversations.ts';

/** A few pixels off the end still count as being there. */
const nearPx = 24;

export interface StayAtEnd {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
}

/**
 * Keeps a scrolling element at its end while the messages in it grow, until the person scrolls up; a new message
 * brings it back. Not done with a reversed flex box: that would move, and so paint, the whole conversation each time.
 */
export function useStayAtEnd(messages: readonly Message[]): StayAtEnd {
  const ref = useRef<HTMLDivElement>(null);
  const following = useRef<boolean>(true);
  const count = messages.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what it is about
  useLayoutEffect(() => {
    following.current = true;
  }, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be done whenever the messages change
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  const onScroll = (): void => {
    const element = ref.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    // The browser's own anchoring is for those who read further up; at the end it would only search for an anchor.
    element.style.overflowAnchor = following.current ? 'none' : '';
  };
  return { ref, onScroll };
}
