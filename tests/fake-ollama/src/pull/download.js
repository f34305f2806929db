/** @import { BlobSource, Part, Switches } from '../types.ts' */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, truncate } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { errorMessage } from '../process/error-message.js';
import { log } from '../process/log.js';

/** @typedef {import('node:fs/promises').FileHandle} FileHandle */

const MAX_ATTEMPTS = 6;

const MIN_PART_BYTES = 100_000_000;
const MAX_PART_BYTES = 1_000_000_000;
const PARTS = 16;

class DiskFull extends Error {}

/**
 * @param {string} path the blob's
 * @param {number} n
 */
function partPath(path, n) {
  return `${path}-partial-${n}`;
}

/**
 * The state of a download's parts on disk: `…-partial-0`, `…-partial-1` and so on, each a line of JSON.
 * @param {string} path the blob's
 * @returns {Part[]}
 */
function savedParts(path) {
  const parts = [];
  while (existsSync(partPath(path, parts.length))) {
    parts.push(JSON.parse(readFileSync(partPath(path, parts.length), 'utf8')));
  }
  return parts;
}

/**
 * @param {string} path the blob's
 * @param {Part} part
 */
function savePart(path, part) {
  writeFileSync(partPath(path, part.N), `${JSON.stringify(part)}\n`);
}

/**
 * Cuts a blob as the real server does: a sixteenth of it, but 100 MB at least and 1 GB at most.
 * @param {string} path the blob's
 * @param {number} total its size
 * @returns {Part[]}
 */
function cutParts(path, total) {
  const size = Math.min(MAX_PART_BYTES, Math.max(MIN_PART_BYTES, Math.floor(total / PARTS)));
  const parts = Array.from({ length: Math.ceil(total / size) }, (_, N) => ({
    N,
    Offset: N * size,
    Size: Math.min(size, total - N * size),
    Completed: 0,
  }));
  for (const part of parts) savePart(path, part);
  return parts;
}

/** One blob on its way to the disk. It runs while a pull watches it, and stops, resumable, when the last one stops watching. */
export class Download {
  #abort = new AbortController();
  #watchers = 0;
  #digest;
  #path;
  #source;
  #switches;
  /** @type {Part[]} */
  #parts = [];
  /** @type {Promise<void>} */
  done = Promise.resolve();
  total = 0;
  completed = 0;

  /**
   * @param {{
   *   readonly digest: string,
   *   readonly path: string,
   *   readonly source: BlobSource,
   *   readonly switches: () => Switches,
   * }} options
   */
  constructor({ digest, path, source, switches }) {
    this.#digest = digest;
    this.#path = path;
    this.#source = source;
    this.#switches = switches;
  }

  /** @throws {Error} when the registry doesn't know the blob */
  async prepare() {
    this.#parts = savedParts(this.#path);
    if (this.#parts.length === 0) this.#parts = cutParts(this.#path, await this.#source.size(this.#digest));
    this.total = this.#parts.reduce((sum, part) => sum + part.Size, 0);
    this.completed = this.#parts.reduce((sum, part) => sum + part.Completed, 0);
  }

  start() {
    this.done = this.#run();
    this.done.catch(() => undefined);
  }

  /** True once the last watcher is gone; a write under way is still finished. */
  get stopping() {
    return this.#abort.signal.aborted;
  }

  /** Returns the function that stops watching. */
  watch() {
    this.#watchers += 1;
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#abort.abort();
    };
  }

  async #run() {
    const partial = `${this.#path}-partial`;
    await open(partial, 'a').then((created) => created.close());
    await truncate(partial, this.total);
    const file = await open(partial, 'r+');
    try {
      for (const part of this.#parts) await this.#fetchPart(file, part);
    } finally {
      await file.close();
    }
    for (const { N } of this.#parts) rmSync(partPath(this.#path, N), { force: true });
    await rename(partial, this.#path);
  }

  /**
   * @param {FileHandle} file
   * @param {Part} part
   */
  async #fetchPart(file, part) {
    for (let attempt = 0; part.Completed < part.Size; attempt++) {
      try {
        await this.#readPart(file, part);
      } catch (error) {
        if (this.#abort.signal.aborted || error instanceof DiskFull) throw error;
        const message = errorMessage(error);
        if (attempt + 1 === MAX_ATTEMPTS) throw new Error(`max retries exceeded: ${message}`);
        const pauseMs = this.#switches().pullRetryMs * 2 ** attempt;
        log(
          'INFO',
          'download.go:302',
          `${this.#digest.slice(7, 19)} part ${part.N} attempt ${attempt} failed: ${message}, retrying in ${pauseMs / 1000}s`,
        );
        await wait(pauseMs, undefined, { signal: this.#abort.signal });
      }
    }
  }

  /**
   * @param {FileHandle} file
   * @param {Part} part
   */
  async #readPart(file, part) {
    const start = part.Offset + part.Completed;
    let read = 0;
    try {
      const range = { start, end: part.Offset + part.Size, signal: this.#abort.signal };
      for await (const { length, bytes } of this.#source.read(this.#digest, range)) {
        this.#injectFault();
        if (bytes !== undefined && bytes.length > 0) await file.write(bytes, 0, bytes.length, start + read);
        read += length;
        this.completed += length;
      }
      part.Completed += read;
    } catch (error) {
      if (this.#abort.signal.aborted) part.Completed += read;
      else this.completed -= read;
      throw error;
    } finally {
      savePart(this.#path, part);
    }
  }

  #injectFault() {
    const fault = this.#switches().pullFault;
    if (fault === null || this.completed < (fault.afterBytes ?? 0)) return;
    if (fault.kind === 'diskFull') throw new DiskFull(`write ${this.#path}-partial: no space left on device`);
    throw new Error('read tcp 127.0.0.1:52100->104.21.75.227:443: read: connection reset by peer');
  }
}
