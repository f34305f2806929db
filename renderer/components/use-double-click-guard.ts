import { type MouseEvent, useMemo } from 'react';

/** How far apart the clicks of a double click may be, in milliseconds; macOS's longest usual setting is below it. */
const doubleClickMs = 600;

/** The second click of a double click whose first opened something: it lands in what is opened and isn't meant for it. */
export interface SecondClick {
  /** It has been opened just now. */
  readonly begin: () => void;
  /** The next click may be the second one. */
  readonly isDue: () => boolean;
  readonly is: (event: MouseEvent) => boolean;
}

export function useDoubleClickGuard(): SecondClick {
  return useMemo(() => {
    let until = 0;
    const isDue = (): boolean => performance.now() < until;
    return {
      begin: () => {
        until = performance.now() + doubleClickMs;
      },
      isDue,
      is: ({ detail }) => detail > 1 && isDue(),
    };
  }, []);
}
