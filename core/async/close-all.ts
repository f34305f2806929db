/** Closes parts one after another; one that fails is reported, and doesn't keep the next ones from being closed. */
export async function closeAll(parts: readonly (() => unknown)[], onFailure: (error: unknown) => void): Promise<void> {
  for (const close of parts) {
    try {
      await close();
    } catch (error) {
      onFailure(error);
    }
  }
}
