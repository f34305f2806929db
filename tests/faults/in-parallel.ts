/** Runs `work` on each item, `lanes` at a time, and gives the errors of those that failed. */
export async function inParallel<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<string[]> {
  const queue = items.values();
  const failures: string[] = [];
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      await work(item).catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failures;
}
