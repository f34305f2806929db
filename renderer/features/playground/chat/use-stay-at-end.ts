import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Message } from '../../../../contract/conversations.ts';

/** A few pixels off the end still count as being there. */
const nearPx = 24;

/**
 * Keeps a scrolling element at its end while the messages in it grow, until the person scrolls up; a new message
 * brings it back. Not done with a reversed flex box: that would move, and so paint, the whole conversation each time.
 */
export function useStayAtEnd(messages: readonly Message[]): RefObject<HTMLDivElement | null> {
  const thread = useRef<HTMLDivElement>(null);
  const following = useRef<boolean>(true);
  const count = messages.length;
  useEffect(() => {
    const element = thread.current;
    if (element === null) return;
    const onScroll = (): void => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [count === 0]);
  useLayoutEffect(() => {
    if (count > 0) following.current = true;
  }, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be done whenever the messages change
  useLayoutEffect(() => {
    const element = thread.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  return thread;
}
