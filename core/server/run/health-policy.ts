/** What is known of a server that has responded before. Durations are milliseconds. */
export interface HealthFacts {
  /** Since the last sign of life: a response to our probe, or a byte of a response or a pull that went through Corral. */
  readonly unresponsiveMs: number;
  /** The system has suspended its process, as after SIGSTOP. */
  readonly isStopped: boolean;
  /** A model is being loaded, as far as Corral knows. */
  readonly isLoading: boolean;
  /** Its runners use the processor: a response is being generated. */
  readonly isBusy: boolean;
}

/** All in milliseconds. */
export interface HealthTiming {
  /** Between two probes of a healthy server. */
  readonly probeIntervalMs: number;
  /** What one probe may take; a healthy server responds in a few milliseconds. */
  readonly probeTimeoutMs: number;
  /** After this the server is shown as not responding: two probes have failed. */
  readonly unresponsiveAfterMs: number;
  /** After this it is stopped and started again. */
  readonly hangTimeoutMs: number;
  /** The same while a model is being loaded: Ollama itself gives up a load that stalls for 5 minutes. */
  readonly loadingHangTimeoutMs: number;
  /** The same while its runners work: a response takes long on a slow machine, but not forever. */
  readonly busyHangTimeoutMs: number;
}

export const healthTiming: HealthTiming = {
  probeIntervalMs: 4_000,
  probeTimeoutMs: 4_000,
  unresponsiveAfterMs: 10_000,
  hangTimeoutMs: 30_000,
  loadingHangTimeoutMs: 6 * 60_000,
  busyHangTimeoutMs: 10 * 60_000,
};

/** `unresponsive` is shown and waited for, `hung` is stopped. */
export type HealthVerdict = 'healthy' | 'unresponsive' | 'hung';

/** A suspended process does nothing, whatever it was doing before, so that neither a load nor a response excuses it. */
export function evaluateHealth(facts: HealthFacts, timing: HealthTiming): HealthVerdict {
  const { unresponsiveMs, isStopped, isLoading, isBusy } = facts;
  if (unresponsiveMs < timing.unresponsiveAfterMs) return 'healthy';
  if (isBusy && !isStopped && unresponsiveMs < timing.busyHangTimeoutMs) return 'healthy';
  const hangTimeoutMs = isLoading && !isStopped ? timing.loadingHangTimeoutMs : timing.hangTimeoutMs;
  return unresponsiveMs < hangTimeoutMs ? 'unresponsive' : 'hung';
}

/** When to probe next, in milliseconds: soon after a probe without a response, at once where that took its whole time. */
export function nextProbeDelayMs(
  { sinceLastSignMs, probeMs }: { readonly sinceLastSignMs: number; readonly probeMs: number },
  { probeIntervalMs, probeTimeoutMs }: HealthTiming,
): number {
  return sinceLastSignMs < probeIntervalMs ? probeIntervalMs : Math.max(0, probeTimeoutMs / 4 - probeMs);
}
