/** What `work` gives, or `otherwise` when that takes longer than `ms` milliseconds. The work itself is not ended. */
export async function withTimeout<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  const limit = Promise.withResolvers<T>();
  const timer = setTimeout(() => limit.resolve(otherwise), ms);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
