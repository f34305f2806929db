/** Who looks at Corral now, which is who reads the snapshot. */
export interface Audience {
  isThere(): boolean;
  /** Hands the feed on and counts its reader as long as it reads. */
  attend<T>(feed: AsyncGenerator<T, void>): AsyncGenerator<T, void>;
}

/** `onArrival` is called when a reader comes. */
export const createAudience = (onArrival: () => void): Audience => {
  let readers = 0;
  return {
    isThere: () => readers > 0,
    async *attend(feed) {
      readers += 1;
      onArrival();
      try {
        yield* feed;
      } finally {
        readers -= 1;
      }
    },
  };
};
