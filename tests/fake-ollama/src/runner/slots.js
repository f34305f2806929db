/** The places of a runner: a request beyond them waits, silently, until one is free or its client leaves. */
export class Slots {
  #waiting = [];

  constructor(free) {
    this.free = free;
  }

  /** Resolves to the function that gives the place back. */
  async take(signal) {
    if (this.free > 0) this.free -= 1;
    else await this.#queue(signal);
    let held = true;
    return () => {
      if (held) this.#giveBack();
      held = false;
    };
  }

  #queue(signal) {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((entry) => entry !== resume);
        reject(signal.reason);
      };
      const resume = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(resume);
    });
  }

  #giveBack() {
    const next = this.#waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
