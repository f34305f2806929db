import type { Conversation } from '../../../../contract/conversations.ts';

/** A reload loses at most this much of an answer that is being written. Milliseconds. */
const intervalMs = 1000;

export interface SaverOptions {
  readonly save: (conversation: Conversation) => Promise<unknown>;
  /** Told after each save whether it worked. */
  readonly onOutcome: (saved: boolean) => void;
}

/** Saves one conversation, newest state last, one save at a time. */
export class ConversationSaver {
  #pending: Conversation | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #saving: Promise<void> | null = null;
  #discarded = false;
  readonly #options: SaverOptions;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** Saves within a second; what comes in between replaces it. */
  soon(conversation: Conversation): void {
    this.#pending = conversation;
    this.#timer ??= setTimeout(() => this.#flush(), intervalMs);
  }

  now(conversation: Conversation): void {
    this.#pending = conversation;
    this.#flush();
  }

  /** Saves nothing any more: the conversation has been deleted. */
  discard(): void {
    this.#discarded = true;
    this.#pending = null;
    this.#clearTimer();
  }

  #flush(): void {
    this.#clearTimer();
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
  }

  async #saveAll(): Promise<void> {
    while (this.#pending !== null && !this.#discarded) {
      const conversation = this.#pending;
      this.#pending = null;
      const saved = await this.#options.save(conversation).then(
        () => true,
        () => false,
      );
      this.#options.onOutcome(saved);
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
