import { statSync } from 'node:fs';
import { Download } from './download.js';

const REPORT_EVERY_MS = 60;

/** The downloads under way, one a digest: pulls that need the same blob share it. */
export class Downloads {
  #running = new Map();

  constructor({ store, switches }) {
    this.store = store;
    this.switches = switches;
  }

  /**
   * Fetches one blob and reports its progress; true when it was there already.
   * @throws {Error} with the real server's text; an abort ends only this caller's part in it
   */
  async fetch(digest, { source, signal, report }) {
    const status = `pulling ${digest.slice(7, 19)}`;
    const path = this.store.blobPath(digest);
    if (this.store.hasBlob(digest)) {
      const { size } = statSync(path);
      report({ status, digest, total: size, completed: size });
      return true;
    }
    const download = await this.#join(digest, { path, source });
    const timer = setInterval(() => {
      const { total, completed } = download;
      report({ status, digest, total, ...(completed === 0 ? {} : { completed }) });
    }, REPORT_EVERY_MS);
    const leave = download.watch();
    try {
      await Promise.race([download.done, aborted(signal)]);
    } finally {
      clearInterval(timer);
      leave();
    }
    return false;
  }

  /** One that is stopping is waited for and then begun anew: what it saved is where the new one goes on. */
  async #join(digest, from) {
    const running = this.#running.get(digest);
    if (running === undefined) return this.#begin(digest, from);
    if (!running.stopping) return running;
    await running.done.catch(() => undefined);
    return this.#join(digest, from);
  }

  async #begin(digest, { path, source }) {
    const download = new Download({ digest, path, source, switches: this.switches });
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

function aborted(signal) {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
