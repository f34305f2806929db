import type { Conversation, Message } from '../../../../contract/conversations.ts';
import type { SendRequest } from '../stream/stream-protocol.ts';
import { apiMessages, type ChatOptions } from './chat-request.ts';
import { newConversation, userMessage, withMessage, withRegenerated, withTurn } from './conversation-edits.ts';
import { ConversationSaver } from './conversation-saver.ts';
import { applyStreamEvent, emptyResponse, stoppedResponse, withInterruptedResponses } from './response-state.ts';

export interface ChatState {
  readonly conversation: Conversation;
  /** The response that is being generated in it; `since` is when it was requested. Null for none. */
  readonly generating: { readonly responseId: string; readonly since: number } | null;
  /** What failed with the saved conversations; null for nothing. */
  readonly problem: 'notSaved' | 'notOpened' | null;
}

export interface ChatSessionOptions {
  readonly send: SendRequest;
  readonly save: (conversation: Conversation) => Promise<unknown>;
  readonly load: (id: string) => Promise<Conversation>;
  readonly newId: () => string;
}

/** A response that is being generated, with its conversation. */
interface Generation {
  conversation: Conversation;
  readonly responseId: string;
  readonly since: number;
  readonly saver: ConversationSaver;
  stop: () => void;
}

/**
 * The chat behind the page: the open conversation, and every response that is being generated, also in conversations that
 * are no longer open. It outlives the page's components, so that opening another page interrupts nothing.
 */
export class ChatSession {
  #state: ChatState;
  /** By the conversation's id. */
  readonly #generations = new Map<string, Generation>();
  readonly #listeners = new Set<() => void>();
  readonly #options: ChatSessionOptions;

  constructor(options: ChatSessionOptions) {
    this.#options = options;
    this.#state = { conversation: newConversation(options.newId(), Date.now()), generating: null, problem: null };
  }

  readonly get = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends a message in the open conversation. Does nothing while a response in it is being generated. */
  send(text: string, options: ChatOptions): void {
    const { conversation, generating } = this.#state;
    if (generating !== null) return;
    const now = Date.now();
    const message = userMessage(this.#options.newId(), text, now);
    const response = emptyResponse(this.#options.newId(), options.model, now);
    this.#generate(withTurn(conversation, message, response), response, options);
  }

  /** Regenerates a response and removes what came after it. */
  regenerate(responseId: string, options: ChatOptions): void {
    const { conversation, generating } = this.#state;
    if (generating !== null) return;
    const response = emptyResponse(this.#options.newId(), options.model, Date.now());
    this.#generate(withRegenerated(conversation, responseId, response), response, options);
  }

  /** Stops the response in the open conversation; the server stops generating it. */
  stop(): void {
    const generation = this.#generations.get(this.#state.conversation.id);
    if (!generation) return;
    generation.stop();
    const response = generation.conversation.messages.find(({ id }) => id === generation.responseId);
    if (response) this.#finish(generation, stoppedResponse(response));
  }

  startNew(): void {
    this.#show(newConversation(this.#options.newId(), Date.now()));
  }

  /** Opens a saved conversation. Never rejects: a failure is shown as the state's `problem`. */
  async open(id: string): Promise<void> {
    const generation = this.#generations.get(id);
    if (generation) return this.#show(generation.conversation);
    try {
      const saved = await this.#options.load(id);
      this.#show({ ...saved, messages: withInterruptedResponses(saved.messages) });
    } catch {
      this.#set({ ...this.#state, problem: 'notOpened' });
    }
  }

  /** Stops everything in a conversation that is being deleted, so that nothing saves it again. */
  forget(id: string): void {
    const generation = this.#generations.get(id);
    generation?.stop();
    generation?.saver.discard();
    this.#generations.delete(id);
    if (this.#state.conversation.id === id) this.startNew();
  }

  #generate(conversation: Conversation, response: Message, options: ChatOptions): void {
    const before = conversation.messages.filter(({ id }) => id !== response.id);
    const generation: Generation = {
      conversation,
      responseId: response.id,
      since: response.at,
      saver: new ConversationSaver({
        save: this.#options.save,
        onSettled: (isSaved) => this.#onSaveSettled(conversation.id, isSaved),
      }),
      stop: () => undefined,
    };
    this.#generations.set(conversation.id, generation);
    generation.saver.saveNow(conversation);
    this.#show(conversation);
    const messages = apiMessages(before, options.systemPrompt);
    const request = { kind: 'chat', model: options.model, messages, sampling: options.sampling } as const;
    const current = { response };
    generation.stop = this.#options.send(request, (event) => {
      current.response = applyStreamEvent(current.response, event);
      if (current.response.end === null) this.#progress(generation, current.response);
      else this.#finish(generation, current.response);
    });
  }

  #progress(generation: Generation, response: Message): void {
    generation.conversation = withMessage(generation.conversation, response, Date.now());
    generation.saver.saveSoon(generation.conversation);
    this.#showProgress(generation);
  }

  #finish(generation: Generation, response: Message): void {
    generation.conversation = withMessage(generation.conversation, response, Date.now());
    generation.saver.saveNow(generation.conversation);
    this.#generations.delete(generation.conversation.id);
    this.#showProgress(generation);
  }

  #onSaveSettled(id: string, isSaved: boolean): void {
    if (this.#state.conversation.id !== id) return;
    const problem = isSaved ? null : 'notSaved';
    if (problem !== this.#state.problem) this.#set({ ...this.#state, problem });
  }

  #show(conversation: Conversation): void {
    this.#set({ conversation, generating: this.#generatingIn(conversation.id), problem: null });
  }

  #showProgress({ conversation }: Generation): void {
    if (this.#state.conversation.id !== conversation.id) return;
    this.#set({ ...this.#state, conversation, generating: this.#generatingIn(conversation.id) });
  }

  /** The same object as long as the response is the same, so that components don't redraw for it. */
  #generatingIn(id: string): ChatState['generating'] {
    const generation = this.#generations.get(id);
    if (!generation) return null;
    const { generating } = this.#state;
    return generating?.responseId === generation.responseId
      ? generating
      : { responseId: generation.responseId, since: generation.since };
  }

  #set(state: ChatState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
