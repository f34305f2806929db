import { createHash } from 'node:crypto';

/**
 * @param {string} word
 * @param {number} length
 */
function wordVector(word, length) {
  const vector = new Float32Array(length);
  for (let at = 0, block = 0; at < length; block++) {
    for (const byte of createHash('sha256').update(`${word}:${block}`).digest()) {
      if (at < length) vector[at++] = byte / 127.5 - 1;
    }
  }
  return vector;
}

/**
 * A unit vector for a text: the sum of its words' vectors, so texts with words in common lie near each other.
 * @param {string} text
 * @param {number} length
 */
export function embed(text, length) {
  const sum = new Float32Array(length);
  for (const word of ['', ...(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]) {
    wordVector(word, length).forEach((value, i) => {
      sum[i] = (sum[i] ?? 0) + value;
    });
  }
  return normalize(sum);
}

/**
 * The first `length` numbers of a vector, made a unit vector again.
 * @param {Float32Array} vector
 * @param {number} length 0 keeps all
 */
export function shorten(vector, length) {
  return length > 0 && length < vector.length ? normalize(vector.slice(0, length)) : vector;
}

/** @param {Float32Array} vector */
function normalize(vector) {
  const size = Math.hypot(...vector);
  return vector.map((value) => value / size);
}
