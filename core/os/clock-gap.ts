/** One reading of both clocks, in milliseconds. */
export interface ClockReading {
  /** Never set by anyone; whether it goes on while the machine sleeps differs between systems. */
  readonly monotonic: number;
  /** Goes on while the machine sleeps, and may be set back or forward. */
  readonly wall: number;
}

export interface ClockGapOptions {
  /** Told how much longer than it should have been the time between two ticks was, in milliseconds. */
  readonly onGap: (ms: number) => void;
  /** Milliseconds between two ticks. */
  readonly everyMs?: number;
  /** Less than this many milliseconds is a busy machine and no gap. */
  readonly longerThanMs?: number;
}

/** Often enough that a wake is noticed at once, seldom enough to cost nothing. */
const TICK_EVERY_MS = 2_000;
/** A tick may come late on a machine under load, and on one that saves power. */
const LATE_AFTER_MS = 4_000;

/** By how much the time between two ticks was too long; a clock that was set back makes none. Milliseconds, 0 for none. */
export function clockGap(before: ClockReading, now: ClockReading, everyMs: number): number {
  return Math.max(0, now.monotonic - before.monotonic - everyMs, now.wall - before.wall - everyMs);
}

function readClocks(): ClockReading {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Notices that this process didn't run for a while: the machine slept, or someone stopped it. Gives the function that ends it. */
export function watchClockGaps(options: ClockGapOptions): () => void {
  const { onGap, everyMs = TICK_EVERY_MS, longerThanMs = LATE_AFTER_MS } = options;
  let before = readClocks();
  const timer = setInterval(() => {
    const now = readClocks();
    const gap = clockGap(before, now, everyMs);
    before = now;
    if (gap > longerThanMs) onGap(gap);
  }, everyMs).unref();
  return () => clearInterval(timer);
}
