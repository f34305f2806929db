/** Bodies that are decoded at the same time: zlib's four threads are those of files and names, too. */
const DECODERS = 2;

export interface DecodingTurns {
  /** Calls `start` when it is the turn of one of the key's bodies. The returned function ends the turn, or the wait for it. */
  take(key: string, start: () => void): () => void;
}

/**
 * Whose body is decoded next: each key's in turn, so that nobody waits behind another's thousand. A decoder's window takes up to
 * 16 MB before it gives a byte of the body, so their number is limited, and none waits for a client that sends slowly.
 */
export function createDecodingTurns(): DecodingTurns {
  const waiting = new Map<string, Set<() => void>>();
  let running = 0;
  const leave = (key: string, start: () => void): boolean => {
    const ofKey = waiting.get(key);
    const wasWaiting = ofKey?.delete(start) ?? false;
    if (ofKey?.size === 0) waiting.delete(key);
    return wasWaiting;
  };
  const startNext = (): void => {
    while (running < DECODERS) {
      const [next] = waiting;
      if (next === undefined) return;
      const [key, ofKey] = next;
      const [start] = ofKey;
      // Behind the other keys.
      waiting.delete(key);
      waiting.set(key, ofKey);
      if (start === undefined || !leave(key, start)) return;
      running += 1;
      start();
    }
  };
  return {
    take(key, start) {
      const ofKey = waiting.get(key) ?? new Set();
      waiting.set(key, ofKey.add(start));
      startNext();
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        if (leave(key, start)) return;
        running -= 1;
        startNext();
      };
    },
  };
}
