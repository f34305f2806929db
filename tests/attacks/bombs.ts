import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

const MIB = 1024 * 1024;
/** More than a body may hold, and made in a moment. */
const ZEROS = Buffer.alloc(64 * MIB);
/** RFC 8878, 3.1.1.2: what a block holds at most. */
const BLOCK_BYTES = 128 * 1024;
const RUN = 1;
const LAST = 1;

/** RFC 8878: a frame of blocks that each say in four bytes to repeat a space 131,072 times. */
function zstdBomb(blocks: number): Buffer {
  const windowOf8MiB = (23 - 10) << 3;
  const frame = Buffer.alloc(6 + 4 * blocks, ' ');
  frame.writeUInt32LE(0xfd2fb528, 0);
  frame.writeUInt8(0, 4);
  frame.writeUInt8(windowOf8MiB, 5);
  for (let block = 0; block < blocks; block += 1) {
    const isLast = block === blocks - 1 ? LAST : 0;
    frame.writeUIntLE((BLOCK_BYTES << 3) | (RUN << 1) | isLast, 6 + 4 * block, 3);
  }
  return frame;
}

/** Bodies of a few kilobytes that are gigabytes once decoded, or as much as their coding can. */
export const BOMBS: readonly (readonly [coding: string, body: Buffer])[] = [
  ['gzip', gzipSync(ZEROS, { level: 9 })],
  ['deflate', deflateSync(ZEROS, { level: 9 })],
  ['br', brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  ['zstd', zstdBomb(32 * 1024)],
];
