/**
 * @import { ModelStore } from '../models/store.js'
 * @import { BlobSource, Report, Switches } from '../types.ts'
 */
import { statSync } from 'node:fs';
import { Download } from './download.js';

const REPORT_INTERVAL_MS = 60;

/** The downloads in progress, one a digest: pulls that need the same blob share it. */
export class Downloads {
  /** @type {Map<string, Download>} */
  #running = new Map();
  #store;
  #switches;

  /** @param {{ readonly store: ModelStore, readonly switches: () => Switches }} parts */
  constructor({ store, switches }) {
    this.#store = store;
    this.#switches = switches;
  }

  /**
   * Downloads one blob and reports its progress; true when it was there already.
   * @param {string} digest
   * @param {{ readonly source: BlobSource, readonly signal: AbortSignal, readonly report: Report }} options an abort ends only
   *   this pull's part in the download
   * @throws {Error} with the real server's text
   */
  async download(digest, { source, signal, report }) {
    const status = `pulling ${digest.slice(7, 19)}`;
    const path = this.#store.blobPath(digest);
    if (this.#store.hasBlob(digest)) {
      const { size } = statSync(path);
      report({ status, digest, total: size, completed: size });
      return true;
    }
    const download = await this.#join(digest, { path, source });
    const timer = setInterval(() => {
      const { total, completed } = download;
      report({ status, digest, total, ...(completed === 0 ? {} : { completed }) });
    }, REPORT_INTERVAL_MS);
    const stopWatching = download.watch();
    try {
      await Promise.race([download.done, rejectOnAbort(signal)]);
    } finally {
      clearInterval(timer);
      stopWatching();
    }
    return false;
  }

  /**
   * One that is stopping is waited for and then begun anew: the new one resumes from what it saved.
   * @param {string} digest
   * @param {{ readonly path: string, readonly source: BlobSource }} from
   * @returns {Promise<Download>}
   */
  async #join(digest, from) {
    const running = this.#running.get(digest);
    if (running === undefined) return this.#begin(digest, from);
    if (!running.stopping) return running;
    await running.done.catch(() => undefined);
    return this.#join(digest, from);
  }

  /**
   * @param {string} digest
   * @param {{ readonly path: string, readonly source: BlobSource }} from
   */
  async #begin(digest, { path, source }) {
    const download = new Download({ digest, path, source, switches: this.#switches });
    await download.prepare();
    const other = this.#running.get(digest);
    if (other !== undefined) return other;
    this.#running.set(digest, download);
    download.start();
    const forget = () => this.#running.delete(digest);
    download.done.then(forget, forget);
    return download;
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function rejectOnAbort(signal) {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
