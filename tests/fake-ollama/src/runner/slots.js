/** The slots of a runner: a request beyond them waits, silently, until one is free or its client disconnects. */
export class Slots {
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {number} free */
  constructor(free) {
    this.free = free;
  }

  /**
   * Resolves to the function that frees the slot again.
   * @param {AbortSignal} signal
   */
  async take(signal) {
    if (this.free > 0) this.free -= 1;
    else await this.#wait(signal);
    let isTaken = true;
    return () => {
      if (isTaken) this.#free();
      isTaken = false;
    };
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  #wait(signal) {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#waiting = this.#waiting.filter((entry) => entry !== resume);
        reject(signal.reason);
      };
      const resume = () => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(resume);
    });
  }

  #free() {
    const next = this.#waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
