import { createContext, useContext } from 'react';
import type { CorralClient } from '../../../client/corral-client.ts';
import { type ColorCode, createColorCode, createHighlightWorker } from '../markdown/color-worker-client.ts';
import { createStreamClient, createStreamWorker } from '../stream/stream-client.ts';
import type { SendRequest } from '../stream/stream-protocol.ts';
import { ChatSession } from './chat-session.ts';

/** What outlives the Playground's components while another page is open: its workers and the chat. */
export interface PlaygroundTools {
  readonly send: SendRequest;
  readonly colorCode: ColorCode;
  readonly session: ChatSession;
}

const OPEN_CHAT_KEY = 'corral.playground.conversation';
const toolsByClient = new WeakMap<CorralClient, PlaygroundTools>();

/** The tools of a client, created on the first call. */
export function playgroundTools(client: CorralClient): PlaygroundTools {
  const existing = toolsByClient.get(client);
  if (existing) return existing;
  const send = createStreamClient(createStreamWorker());
  const session = new ChatSession({
    send,
    save: (conversation) => client.conversations.save(conversation),
    load: (id) => client.conversations.get({ id }),
    newId,
  });
  rememberOpenChat(session, sessionStorage);
  const tools = { send, session, colorCode: createColorCode(createHighlightWorker()) };
  toolsByClient.set(client, tools);
  return tools;
}

/** Random. `crypto.randomUUID` is missing where the page was loaded over plain HTTP from another computer. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Opens the chat that was open before a reload, and stores the id of the open chat whenever it changes. */
function rememberOpenChat(session: ChatSession, storage: Storage): void {
  const remembered = storage.getItem(OPEN_CHAT_KEY);
  if (remembered) void session.open(remembered);
  const stored = { id: remembered ?? '' };
  session.subscribe(() => {
    const { id, messages } = session.get().conversation;
    const openId = messages.length === 0 ? '' : id;
    if (openId === stored.id) return;
    stored.id = openId;
    storage.setItem(OPEN_CHAT_KEY, openId);
  });
}

export const PlaygroundToolsContext = createContext<PlaygroundTools | null>(null);

/** @throws Error outside of the Playground */
export function usePlaygroundTools(): PlaygroundTools {
  const tools = useContext(PlaygroundToolsContext);
  if (tools === null) throw new Error('There is no PlaygroundToolsContext around this component.');
  return tools;
}
