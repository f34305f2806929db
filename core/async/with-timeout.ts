/** The result of `work`, or `fallback` when it takes longer than `timeoutMs`. The work itself isn't canceled. */
export async function withTimeout<T>(
  work: Promise<T>,
  { timeoutMs, fallback }: { readonly timeoutMs: number; readonly fallback: T },
): Promise<T> {
  const timeout = Promise.withResolvers<T>();
  const timer = setTimeout(() => timeout.resolve(fallback), timeoutMs);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
