import type { Conversation } from '../../../../contract/conversations.ts';

/** A reload loses at most this much of a response that is being generated. */
const SAVE_INTERVAL_MS = 1000;

export interface SaverOptions {
  readonly save: (conversation: Conversation) => Promise<unknown>;
  /** Called after each save. */
  readonly onSettled: (isSaved: boolean) => void;
}

/** Saves one conversation: one save at a time, and the newest state last. */
export class ConversationSaver {
  #pending: Conversation | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #saving: Promise<void> | null = null;
  #isDiscarded = false;
  readonly #options: SaverOptions;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** Saves within a second; a newer state replaces it until then. */
  saveSoon(conversation: Conversation): void {
    this.#pending = conversation;
    this.#timer ??= setTimeout(() => this.#flush(), SAVE_INTERVAL_MS);
  }

  saveNow(conversation: Conversation): void {
    this.#pending = conversation;
    this.#flush();
  }

  /** Drops what is pending and saves nothing from then on: the conversation was deleted. */
  discard(): void {
    this.#isDiscarded = true;
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
    while (this.#pending !== null && !this.#isDiscarded) {
      const conversation = this.#pending;
      this.#pending = null;
      const isSaved = await this.#options.save(conversation).then(
        () => true,
        () => false,
      );
      this.#options.onSettled(isSaved);
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
