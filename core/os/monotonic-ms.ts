/** Milliseconds of a clock that never goes back and is the same in every thread of this process, unlike `performance.now()`. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
