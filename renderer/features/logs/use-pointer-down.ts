import { type RefObject, useCallback, useEffect, useRef } from 'react';

/** Tells whether the person holds something in an element: its scroll bar, or a selection that is being made. */
export function usePointerDown(element: RefObject<HTMLElement | null>): () => boolean {
  const held = useRef<boolean>(false);
  useEffect(() => {
    const follow = ({ type, target }: PointerEvent): void => {
      held.current = type === 'pointerdown' && target instanceof Node && element.current?.contains(target) === true;
    };
    const types = ['pointerdown', 'pointerup', 'pointercancel'] as const;
    for (const type of types) window.addEventListener(type, follow);
    return () => {
      for (const type of types) window.removeEventListener(type, follow);
    };
  }, [element]);
  return useCallback(() => held.current, []);
}
