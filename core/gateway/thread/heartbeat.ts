/**
 * Signs of life in memory that both threads share: a count of heartbeats, which a thread that is stuck stops making, and one of
 * chunks of responses. Counting costs nothing, where a message for each chunk would.
 */
const HEARTBEATS = 0;
const CHUNKS = 1;

/** How often a worker makes a heartbeat. Milliseconds, as all times here. */
const BEAT_INTERVAL_MS = 500;

export function createSigns(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** The worker's side. */
export interface Heartbeat {
  /** Another heartbeat, besides those that a timer makes: with many large bodies at once no timer may be due for seconds. */
  beat(): void;
  countChunk(): void;
  stop(): void;
}

/** Makes heartbeats from now on. */
export function startHeartbeat(signs: SharedArrayBuffer): Heartbeat {
  const counts = new Int32Array(signs);
  const beat = () => void Atomics.add(counts, HEARTBEATS, 1);
  beat();
  const timer = setInterval(beat, BEAT_INTERVAL_MS).unref();
  return {
    beat,
    countChunk: () => void Atomics.add(counts, CHUNKS, 1),
    stop: () => clearInterval(timer),
  };
}

export interface HeartbeatLimits {
  /** How often the main thread looks. */
  readonly checkMs: number;
  /** Without a heartbeat for that long a worker counts as dead. */
  readonly silentMs: number;
  /** The same for a worker that hasn't made one: its modules are being loaded, which takes a busy machine a while. */
  readonly startMs: number;
}

export const HEARTBEAT_LIMITS: HeartbeatLimits = { checkMs: 1_000, silentMs: 5_000, startMs: 20_000 };

/** What was seen at a look. */
export interface Pulse {
  readonly heartbeats: number;
  /** When the number of heartbeats last changed, or is taken to have. */
  readonly changedAt: number;
  readonly seenAt: number;
}

/**
 * What a look says. If it came late, because the main thread was busy or the machine slept, it says nothing about the worker, which
 * may have been as late: the wait begins anew.
 */
export function nextPulse(
  last: Pulse,
  { now, heartbeats }: { readonly now: number; readonly heartbeats: number },
  { checkMs, silentMs, startMs }: HeartbeatLimits,
): { readonly pulse: Pulse; readonly isDead: boolean } {
  const isLate = now - last.seenAt > 2 * checkMs;
  const hasChanged = heartbeats !== last.heartbeats;
  const changedAt = isLate || hasChanged ? now : last.changedAt;
  const isDead = now - changedAt >= (heartbeats === 0 ? startMs : silentMs);
  return { pulse: { heartbeats, changedAt, seenAt: now }, isDead };
}

export interface WatchOptions {
  readonly limits: HeartbeatLimits;
  readonly onDead: () => void;
  /** Some of a response has gone through since the last look. */
  readonly onChunk: () => void;
}

/** The main thread's side: looks for signs of life until the returned function is called. */
export function watchHeartbeat(signs: SharedArrayBuffer, { limits, onDead, onChunk }: WatchOptions): () => void {
  const counts = new Int32Array(signs);
  const startedAt = performance.now();
  let pulse: Pulse = { heartbeats: 0, changedAt: startedAt, seenAt: startedAt };
  let chunks = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const chunksNow = Atomics.load(counts, CHUNKS);
    if (chunksNow !== chunks) onChunk();
    chunks = chunksNow;
    // A chunk is as good a sign.
    const heartbeats = Atomics.load(counts, HEARTBEATS) + chunks;
    const next = nextPulse(pulse, { now: performance.now(), heartbeats }, limits);
    pulse = next.pulse;
    if (!next.isDead) return;
    clearInterval(timer);
    onDead();
  };
  timer = setInterval(look, limits.checkMs).unref();
  return () => clearInterval(timer);
}
