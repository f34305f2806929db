import type { Outcome } from './send-request.ts';

/** A response whose first byte took longer has waited; one of a server that runs takes a tenth. In milliseconds. */
const WAITED_AFTER_MS = 500;

/** What became of the requests of one part of a run. */
export interface Figures {
  readonly requests: number;
  readonly whole: number;
  /** Streams that had begun. */
  readonly cut: number;
  readonly failed: number;
  /** Of the whole ones: those that took long to begin. */
  readonly waited: number;
  /** Until the first byte of a whole response, in milliseconds. */
  readonly longestWaitMs: number;
  /** How often each failure happened, by caller and reason; the most frequent first. */
  readonly failures: readonly string[];
}

function waitMs({ startedAt, firstByteAt, endedAt }: Outcome): number {
  return (firstByteAt ?? endedAt) - startedAt;
}

function countEach(texts: readonly string[]): string[] {
  return [...Map.groupBy(texts, (text) => text)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text, same]) => `${same.length} × ${text}`);
}

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const of = (result: Outcome['result']): Outcome[] => outcomes.filter((outcome) => outcome.result === result);
  const whole = of('whole');
  const failed = of('failed');
  return {
    requests: outcomes.length,
    whole: whole.length,
    cut: of('cut').length,
    failed: failed.length,
    waited: whole.filter((outcome) => waitMs(outcome) > WAITED_AFTER_MS).length,
    longestWaitMs: Math.round(Math.max(0, ...whole.map(waitMs))),
    failures: countEach(failed.map(({ caller, reason }) => `${caller}: ${reason}`)),
  };
}
