/** Eight updates a second are smooth enough to read, and rendering them costs 1/25 of rendering 200 single tokens. */
const BATCH_INTERVAL_MS = 125;

export interface Pieces {
  readonly text: string;
  readonly thinking: string;
}

/** Batches pieces of text: the first is emitted at once, later ones at most every 125 ms. */
export class PieceBatcher {
  #text = '';
  #thinking = '';
  #nextAt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #emit: (pieces: Pieces) => void;

  constructor(emit: (pieces: Pieces) => void) {
    this.#emit = emit;
  }

  push({ text, thinking }: Pieces): void {
    if (text === '' && thinking === '') return;
    this.#text += text;
    this.#thinking += thinking;
    if (this.#timer !== null) return;
    const wait = this.#nextAt - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Emits what is pending. Called at the end of a stream, so that no piece and no timer is left. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#text === '' && this.#thinking === '') return;
    const pieces = { text: this.#text, thinking: this.#thinking };
    this.#text = '';
    this.#thinking = '';
    this.#nextAt = performance.now() + BATCH_INTERVAL_MS;
    this.#emit(pieces);
  }
}
