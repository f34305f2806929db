import type { ActivityRecord, ReportProgress } from './activity-log.ts';

/**
 * Measures a request as it is recorded.
 * @param begin given when it began, in milliseconds since the epoch; gives where the rest is reported
 */
export function timedRecord(begin: (at: number) => ReportProgress): ActivityRecord {
  const startedAt = performance.now();
  const elapsedMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const report = begin(Date.now());
  return {
    setStatus: (status, errorType) => report({ status, ...(errorType ? { errorType } : {}) }),
    firstByte: () => report({ firstByteMs: elapsedMs() }),
    end: (outcome, { promptTokens, completionTokens }) =>
      report({ outcome, durationMs: elapsedMs(), promptTokens, completionTokens }),
  };
}
