import * as zlib from 'node:zlib';
import type { ContentCoding } from '../policy/content-coding.ts';

/** RFC 9659: a sender's window is at most 8 MB. Node's default would set 128 MB aside for a frame of a few bytes. */
const MAX_ZSTD_WINDOW_LOG = 23;
/** Each of a body's zstd frames costs a decoder of its own where they arrive together. */
const MAX_ZSTD_FRAMES = 64;

interface DecoderEvents {
  readonly onDecoded: (chunk: Buffer) => void;
  /** The whole body is decoded. */
  readonly onEnd: () => void;
  /** It is truncated, garbage, or followed by more than the coding has. Nothing follows. */
  readonly onInvalid: () => void;
}

type Engine = ReturnType<
  typeof zlib.createGunzip | typeof zlib.createBrotliDecompress | typeof zlib.createZstdDecompress
>;

/** Clients send "deflate" with zlib's header, as RFC 9110 has it, or without: no raw stream that an encoder writes begins like one. */
function hasZlibHeader(first: Buffer): boolean {
  return ((first[0] ?? 0) & 0x0f) === 0x08;
}

function createEngine(coding: ContentCoding, first: Buffer): Engine {
  if (coding === 'gzip') return zlib.createGunzip();
  if (coding === 'deflate') return hasZlibHeader(first) ? zlib.createInflate() : zlib.createInflateRaw();
  if (coding === 'br') return zlib.createBrotliDecompress();
  return zlib.createZstdDecompress({ params: { [zlib.constants.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG } });
}

/**
 * Decodes a body piece by piece, outside the thread of its caller, and holds no more than a piece of it. Node itself ignores what
 * follows the end of a coding; here it makes the body invalid, so that a part isn't taken for the whole. The returned function
 * stops it at once; nothing more is reported then.
 */
export function decodeBody(
  coding: ContentCoding,
  encoded: readonly Buffer[],
  { onDecoded, onEnd, onInvalid }: DecoderEvents,
): () => void {
  let engine: Engine | null = null;
  /** Bytes given to this engine. */
  let written = 0;
  let frames = 0;
  const stop = (): void => {
    engine?.removeAllListeners();
    engine?.on('error', () => undefined);
    engine?.destroy();
    engine = null;
  };
  const fail = (): void => {
    stop();
    onInvalid();
  };
  const open = (first: Buffer): Engine => {
    frames += 1;
    written = 0;
    return createEngine(coding, first).on('data', onDecoded).on('error', fail);
  };
  const decodeFrom = (index: number, offset: number): void => {
    const chunk = encoded[index]?.subarray(offset);
    if (chunk === undefined) return void engine?.once('end', onEnd).end();
    const current = engine ?? open(chunk);
    engine = current;
    written += chunk.byteLength;
    // Called once all that the engine made of the chunk was reported.
    current.write(chunk, (error) => {
      if (error || current !== engine) return;
      const left = written - current.bytesWritten;
      if (left === 0) return decodeFrom(index + 1, 0);
      // RFC 8878, 3.1: frames may follow one another. Node decodes the next one only where it arrives in a chunk of its own.
      if (coding !== 'zstd' || frames === MAX_ZSTD_FRAMES) return fail();
      stop();
      decodeFrom(index, offset + chunk.byteLength - left);
    });
  };
  decodeFrom(0, 0);
  return stop;
}
