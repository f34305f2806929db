/** With one decimal. */
export function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

/** Runs `run` on each item, `concurrency` at a time, and gives the messages of those that failed. */
export async function runConcurrently<T>(
  items: readonly T[],
  concurrency: number,
  run: (item: T) => Promise<void>,
): Promise<string[]> {
  const queue = items.values();
  const failures: string[] = [];
  const runQueue = async (): Promise<void> => {
    for (const item of queue) {
      await run(item).catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runQueue));
  return failures;
}
