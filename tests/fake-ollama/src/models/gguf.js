/** @import { Gguf, GgufValue } from '../types.ts' */
import { closeSync, openSync, readSync } from 'node:fs';

const STRING = 8;
const ARRAY = 9;
const UINT32 = 4;
const UINT64 = 10;
/**
 * The value types of a fixed size: their number of bytes, and how to read one at an offset.
 * @type {Readonly<Record<number, readonly [size: number, read: (buffer: Buffer, offset: number) => number | boolean]>>}
 */
const READERS = {
  0: [1, (b, o) => b.readUInt8(o)],
  1: [1, (b, o) => b.readInt8(o)],
  2: [2, (b, o) => b.readUInt16LE(o)],
  3: [2, (b, o) => b.readInt16LE(o)],
  4: [4, (b, o) => b.readUInt32LE(o)],
  5: [4, (b, o) => b.readInt32LE(o)],
  6: [4, (b, o) => b.readFloatLE(o)],
  7: [1, (b, o) => b.readUInt8(o) === 1],
  10: [8, (b, o) => Number(b.readBigUInt64LE(o))],
  11: [8, (b, o) => Number(b.readBigInt64LE(o))],
  12: [8, (b, o) => b.readDoubleLE(o)],
};
/** @type {Readonly<Record<number, string>>} */
const TENSOR_TYPES = { 0: 'F32', 1: 'F16', 8: 'Q8_0', 12: 'Q4_K', 14: 'Q6_K', 30: 'BF16' };
/** A header longer than this is not read; real vocabularies fit. */
const HEADER_BYTES = 16 * 1024 * 1024;

class Cursor {
  /** @param {Buffer} buffer */
  constructor(buffer) {
    this.buffer = buffer;
    this.at = 0;
  }

  /** @param {number} type */
  fixed(type) {
    const reader = READERS[type];
    if (reader === undefined) throw new Error(`unknown GGUF value type ${type}`);
    const [size, read] = reader;
    this.at += size;
    return read(this.buffer, this.at - size);
  }

  uint32() {
    return Number(this.fixed(UINT32));
  }

  uint64() {
    return Number(this.fixed(UINT64));
  }

  string() {
    const length = this.uint64();
    this.at += length;
    return this.buffer.toString('utf8', this.at - length, this.at);
  }

  /**
   * @param {number} type
   * @returns {GgufValue}
   */
  value(type) {
    if (type === STRING) return this.string();
    if (type !== ARRAY) return this.fixed(type);
    const itemType = this.uint32();
    return Array.from({ length: this.uint64() }, () => this.value(itemType));
  }
}

/** @param {string} path */
function head(path) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    return buffer.subarray(0, readSync(file, buffer, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/**
 * The metadata and tensor list at the beginning of a GGUF file; null where the file is something else or incomplete.
 * @param {string} path
 * @returns {Gguf | null}
 */
export function readGguf(path) {
  const buffer = head(path);
  if (buffer.length < 24 || buffer.toString('latin1', 0, 4) !== 'GGUF') return null;
  const cursor = new Cursor(buffer);
  cursor.at = 8;
  try {
    const tensorCount = cursor.uint64();
    const pairCount = cursor.uint64();
    /** @type {Record<string, GgufValue>} */
    const metadata = {};
    for (let i = 0; i < pairCount; i++) {
      const key = cursor.string();
      metadata[key] = cursor.value(cursor.uint32());
    }
    const tensors = Array.from({ length: tensorCount }, () => readTensor(cursor));
    return { metadata, tensors };
  } catch {
    return null;
  }
}

/** @param {Cursor} cursor */
function readTensor(cursor) {
  const name = cursor.string();
  const shape = Array.from({ length: cursor.uint32() }, () => cursor.uint64());
  const type = TENSOR_TYPES[cursor.uint32()] ?? 'unknown';
  cursor.uint64();
  return { name, type, shape };
}

/** @param {number} number */
function u32(number) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(number);
  return buffer;
}

/** @param {number} number */
function u64(number) {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(number));
  return buffer;
}

/** @param {string} string */
function text(string) {
  return Buffer.concat([u64(Buffer.byteLength(string)), Buffer.from(string)]);
}

/** @param {string | number} value */
function encodeValue(value) {
  return typeof value === 'string' ? [u32(STRING), text(value)] : [u32(UINT32), u32(value)];
}

/**
 * The beginning of a GGUF file with the given metadata and tensor list, without the weights.
 * @param {{
 *   readonly metadata: Readonly<Record<string, string | number>>,
 *   readonly tensors: readonly { readonly name: string, readonly shape: readonly number[] }[],
 * }} content numbers of the metadata are unsigned
 */
export function writeGgufHeader({ metadata, tensors }) {
  const pairs = Object.entries(metadata).flatMap(([key, value]) => [text(key), ...encodeValue(value)]);
  const infos = tensors.flatMap(({ name, shape }, i) => [
    text(name),
    u32(shape.length),
    ...shape.map(u64),
    u32(12),
    u64(i * 32),
  ]);
  return Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(metadata).length),
    ...pairs,
    ...infos,
  ]);
}
