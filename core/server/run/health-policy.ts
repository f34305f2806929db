/** What is known of a server that has answered before. Durations are milliseconds. */
export interface HealthFacts {
  /** Since the last sign of life: an answer to our question, or a byte of an answer or a pull that passed Corral. */
  readonly silentMs: number;
  /** The system holds its process, as after SIGSTOP. */
  readonly isStopped: boolean;
  /** A model is being loaded, as far as Corral knows. */
  readonly isLoading: boolean;
  /** Its runners use the processor: somebody's answer is being written. */
  readonly isBusy: boolean;
}

export interface HealthTiming {
  /** Between two questions while all is well. */
  readonly askEveryMs: number;
  /** What one question may take; a server that is well answers in a few milliseconds. */
  readonly timeoutMs: number;
  /** Silence after which the server is shown as not answering: two questions went unanswered. */
  readonly unresponsiveAfterMs: number;
  /** Silence after which it is ended and started again. */
  readonly hangTimeoutMs: number;
  /** The same while a model is being loaded: Ollama itself gives up a load that stalls for 5 minutes. */
  readonly loadingHungAfterMs: number;
  /** The same while its runners work: an answer takes long on a slow machine, but not for ever. */
  readonly busyHungAfterMs: number;
}

export const healthTiming: HealthTiming = {
  askEveryMs: 4_000,
  timeoutMs: 4_000,
  unresponsiveAfterMs: 10_000,
  hangTimeoutMs: 30_000,
  loadingHungAfterMs: 6 * 60_000,
  busyHungAfterMs: 10 * 60_000,
};

/** `well`: nothing to say; `silent`: shown as not answering, and waited for; `hung`: to be ended. */
export type Verdict = 'well' | 'silent' | 'hung';

/** A held process does nothing, whatever it was doing before, so neither a load nor an answer excuses it. */
export function evaluateHealth(facts: HealthFacts, timing: HealthTiming): Verdict {
  const { silentMs, isStopped, isLoading, isBusy } = facts;
  if (silentMs < timing.unresponsiveAfterMs) return 'well';
  if (isBusy && !isStopped && silentMs < timing.busyHungAfterMs) return 'well';
  const patienceMs = isLoading && !isStopped ? timing.loadingHungAfterMs : timing.hangTimeoutMs;
  return silentMs < patienceMs ? 'silent' : 'hung';
}
