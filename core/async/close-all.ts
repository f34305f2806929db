/** Closes one after the other; what fails is told, and keeps nothing after it from being closed. */
export async function closeAll(parts: readonly (() => unknown)[], onFailure: (error: unknown) => void): Promise<void> {
  for (const close of parts) {
    try {
      await close();
    } catch (error) {
      onFailure(error);
    }
  }
}
