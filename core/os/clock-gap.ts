/** One reading of both clocks, in milliseconds. */
export interface ClockReading {
  /** Never adjusted; whether it advances during sleep differs between systems. */
  readonly monotonic: number;
  /** Advances during sleep, and may be set back or forward. */
  readonly wall: number;
}

export interface ClockGapOptions {
  /** Called with by how much the time between two ticks was too long, in milliseconds. */
  readonly onGap: (ms: number) => void;
  /** Milliseconds between two ticks. */
  readonly intervalMs?: number;
  /** A shorter gap, in milliseconds, only means a busy computer. */
  readonly thresholdMs?: number;
}

/** Often enough that a wake is noticed at once, seldom enough to cost nothing. */
const TICK_INTERVAL_MS = 2_000;
/** A tick may be this late on a computer under load, and on one that saves power. */
const GAP_THRESHOLD_MS = 4_000;

/** By how much the time between two ticks was too long; a clock that was set back makes no gap. Milliseconds, 0 for none. */
export function clockGap(before: ClockReading, now: ClockReading, intervalMs: number): number {
  return Math.max(0, now.monotonic - before.monotonic - intervalMs, now.wall - before.wall - intervalMs);
}

function readClocks(): ClockReading {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Notices that this process didn't run for a while: the computer slept, or the process was suspended. Gives the function that ends it. */
export function watchClockGaps(options: ClockGapOptions): () => void {
  const { onGap, intervalMs = TICK_INTERVAL_MS, thresholdMs = GAP_THRESHOLD_MS } = options;
  let before = readClocks();
  const timer = setInterval(() => {
    const now = readClocks();
    const gapMs = clockGap(before, now, intervalMs);
    before = now;
    if (gapMs > thresholdMs) onGap(gapMs);
  }, intervalMs).unref();
  return () => clearInterval(timer);
}
