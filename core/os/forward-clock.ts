/** A clock that never goes back: setting the system's clock back doesn't make an expired key valid again. */
export function createForwardClock(now: () => number): () => number {
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    latest = Math.max(latest, now());
    return latest;
  };
}
