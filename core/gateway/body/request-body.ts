import type { ReadableStream } from 'node:stream/web';

/** JSON bodies with images in them stay well below this. */
export const MAX_JSON_BYTES = 32 * 1024 * 1024;

/** The whole body, or null once it turns out to be larger than `limit` bytes. */
export async function readWithin(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The `model` of a JSON request, for the record only: what isn't JSON is Ollama's to refuse. */
export function modelIn(body: Buffer): string | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value !== 'object' || value === null || !('model' in value)) return null;
    return typeof value.model === 'string' ? value.model.slice(0, 512) : null;
  } catch {
    return null;
  }
}
