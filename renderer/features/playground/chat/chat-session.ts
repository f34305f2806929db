import type { Conversation, Message } from '../../../../contract/conversations.ts';
import type { Sampling, SendRequest } from '../stream/stream-protocol.ts';
import { apiMessages } from './chat-request.ts';
import { newConversation, userMessage, withAnswerAgain, withMessage, withTurn } from './conversation-edits.ts';
import { ConversationSaver } from './conversation-saver.ts';
import { applyStreamEvent, emptyAnswer, settleAnswers, stopAnswer } from './response-state.ts';

export interface AskOptions {
  readonly model: string;
  readonly systemPrompt: string;
  readonly sampling: Sampling;
}

export interface ChatState {
  readonly conversation: Conversation;
  /** The answer that is being written in it; `since` is when it was asked for. */
  readonly writing: { readonly answerId: string; readonly since: number } | null;
  /** What could not be done with the stored conversations, as a sentence. */
  readonly problem: string | null;
}

export interface ChatSessionOptions {
  readonly send: SendRequest;
  readonly save: (conversation: Conversation) => Promise<unknown>;
  readonly load: (id: string) => Promise<Conversation>;
  readonly newId: () => string;
}

interface Live {
  conversation: Conversation;
  readonly answerId: string;
  readonly since: number;
  readonly saver: ConversationSaver;
  stop: () => void;
}

const notSaved = 'This conversation could not be saved. Corral tries again with the next message.';
const notOpened = 'That conversation could not be opened.';

/**
 * The chat behind the page: the conversation shown, and every answer that is being written, also of conversations the
 * person has left meanwhile. It outlives the page's components, so that going to another section stops nothing.
 */
export class ChatSession {
  #state: ChatState;
  readonly #live = new Map<string, Live>();
  readonly #listeners = new Set<() => void>();
  readonly #options: ChatSessionOptions;

  constructor(options: ChatSessionOptions) {
    this.#options = options;
    this.#state = { conversation: newConversation(options.newId(), Date.now()), writing: null, problem: null };
  }

  readonly get = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks a question in the conversation shown. Does nothing while an answer to it is being written. */
  ask(text: string, options: AskOptions): void {
    const { conversation, writing } = this.#state;
    if (writing !== null) return;
    const now = Date.now();
    const question = userMessage(this.#options.newId(), text, now);
    const answer = emptyAnswer(this.#options.newId(), options.model, now);
    this.#write(withTurn(conversation, question, answer), answer, options);
  }

  /** Has an answer written anew; what came after it goes. */
  answerAgain(answerId: string, options: AskOptions): void {
    const { conversation, writing } = this.#state;
    if (writing !== null) return;
    const answer = emptyAnswer(this.#options.newId(), options.model, Date.now());
    this.#write(withAnswerAgain(conversation, answerId, answer), answer, options);
  }

  /** Stops the answer in the conversation shown; the server stops generating. */
  stop(): void {
    const live = this.#live.get(this.#state.conversation.id);
    if (!live) return;
    live.stop();
    const answer = live.conversation.messages.find(({ id }) => id === live.answerId);
    if (answer) this.#finish(live, stopAnswer(answer));
  }

  startNew(): void {
    this.#show(newConversation(this.#options.newId(), Date.now()));
  }

  /** Shows a stored conversation. Never rejects: what goes wrong is in `problem`. */
  async open(id: string): Promise<void> {
    const live = this.#live.get(id);
    if (live) return this.#show(live.conversation);
    try {
      const stored = await this.#options.load(id);
      this.#show({ ...stored, messages: settleAnswers(stored.messages) });
    } catch {
      this.#set({ ...this.#state, problem: notOpened });
    }
  }

  /** Lets go of a conversation that is being deleted, so that nothing writes it back. */
  forget(id: string): void {
    const live = this.#live.get(id);
    live?.stop();
    live?.saver.discard();
    this.#live.delete(id);
    if (this.#state.conversation.id === id) this.startNew();
  }

  #write(conversation: Conversation, answer: Message, options: AskOptions): void {
    const before = conversation.messages.filter(({ id }) => id !== answer.id);
    const live: Live = {
      conversation,
      answerId: answer.id,
      since: answer.at,
      saver: new ConversationSaver({
        save: this.#options.save,
        onOutcome: (saved) => this.#saved(conversation.id, saved),
      }),
      stop: () => undefined,
    };
    this.#live.set(conversation.id, live);
    live.saver.now(conversation);
    this.#show(conversation);
    const messages = apiMessages(before, options.systemPrompt);
    const request = { kind: 'chat', model: options.model, messages, sampling: options.sampling } as const;
    const current = { answer };
    live.stop = this.#options.send(request, (event) => {
      current.answer = applyStreamEvent(current.answer, event);
      if (current.answer.end === null) this.#progress(live, current.answer);
      else this.#finish(live, current.answer);
    });
  }

  #progress(live: Live, answer: Message): void {
    live.conversation = withMessage(live.conversation, answer, Date.now());
    live.saver.soon(live.conversation);
    this.#redraw(live);
  }

  #finish(live: Live, answer: Message): void {
    live.conversation = withMessage(live.conversation, answer, Date.now());
    live.saver.now(live.conversation);
    this.#live.delete(live.conversation.id);
    this.#redraw(live);
  }

  #saved(id: string, saved: boolean): void {
    if (this.#state.conversation.id !== id) return;
    const problem = saved ? null : notSaved;
    if (problem !== this.#state.problem) this.#set({ ...this.#state, problem });
  }

  #show(conversation: Conversation): void {
    this.#set({ conversation, writing: this.#writingIn(conversation.id), problem: null });
  }

  #redraw({ conversation }: Live): void {
    if (this.#state.conversation.id !== conversation.id) return;
    this.#set({ ...this.#state, conversation, writing: this.#writingIn(conversation.id) });
  }

  #writingIn(id: string): ChatState['writing'] {
    const live = this.#live.get(id);
    if (!live) return null;
    const { writing } = this.#state;
    return writing?.answerId === live.answerId ? writing : { answerId: live.answerId, since: live.since };
  }

  #set(state: ChatState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
