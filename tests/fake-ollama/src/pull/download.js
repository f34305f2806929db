import { open, rename, truncate } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { log } from '../process/log.js';
import { cutParts, removeParts, savedParts, savePart } from './parts.js';

const TRIES = 6;

class DiskFull extends Error {}

/** One blob on its way to the disk. It goes on while anyone watches it, and stops, resumable, when the last one leaves. */
export class Download {
  #abort = new AbortController();
  #watchers = 0;

  constructor({ digest, path, source, switches }) {
    Object.assign(this, { digest, path, source, switches });
    this.total = 0;
    this.completed = 0;
    this.parts = [];
  }

  /** @throws {Error} when the registry doesn't know the blob */
  async prepare() {
    this.parts = savedParts(this.path);
    if (this.parts.length === 0) this.parts = cutParts(this.path, await this.source.size(this.digest));
    this.total = this.parts.reduce((sum, part) => sum + part.Size, 0);
    this.completed = this.parts.reduce((sum, part) => sum + part.Completed, 0);
  }

  start() {
    this.done = this.#run();
    this.done.catch(() => undefined);
  }

  /** The last watcher has left; what is on its way still comes to an end. */
  get stopping() {
    return this.#abort.signal.aborted;
  }

  watch() {
    this.#watchers += 1;
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#abort.abort();
    };
  }

  async #run() {
    const partial = `${this.path}-partial`;
    const file = await open(partial, 'a').then(async (created) => {
      await created.close();
      await truncate(partial, this.total);
      return open(partial, 'r+');
    });
    try {
      for (const part of this.parts) await this.#fetchPart(file, part);
    } finally {
      await file.close();
    }
    removeParts(this.path, this.parts);
    await rename(partial, this.path);
  }

  async #fetchPart(file, part) {
    for (let tries = 0; part.Completed < part.Size; tries++) {
      try {
        await this.#readPart(file, part);
      } catch (error) {
        if (this.#abort.signal.aborted || error instanceof DiskFull) throw error;
        if (tries + 1 === TRIES) throw new Error(`max retries exceeded: ${error.message}`);
        const pause = this.switches().pullRetryMs * 2 ** tries;
        log(
          'INFO',
          'download.go:302',
          `${this.digest.slice(7, 19)} part ${part.N} attempt ${tries} failed: ${error.message}, retrying in ${pause / 1000}s`,
        );
        await wait(pause, undefined, { signal: this.#abort.signal });
      }
    }
  }

  async #readPart(file, part) {
    const start = part.Offset + part.Completed;
    let read = 0;
    try {
      const range = { start, end: part.Offset + part.Size, signal: this.#abort.signal };
      for await (const { length, bytes } of this.source.read(this.digest, range)) {
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
      savePart(this.path, part);
    }
  }

  #injectFault() {
    const fault = this.switches().pullFault;
    if (fault === null || this.completed < (fault.afterBytes ?? 0)) return;
    if (fault.kind === 'diskFull') throw new DiskFull(`write ${this.path}-partial: no space left on device`);
    throw new Error('read tcp 127.0.0.1:52100->104.21.75.227:443: read: connection reset by peer');
  }
}
