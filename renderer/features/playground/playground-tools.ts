import { createContext, useContext } from 'react';
import type { CorralClient } from '../../client/corral-client.ts';
import { ChatSession } from './chat/chat-session.ts';
import { rememberOpenChat } from './chat/remember-open-chat.ts';
import { type ColorCode, createColorCode, createHighlightWorker } from './markdown/color-worker-client.ts';
import { createStreamClient, createStreamWorker } from './stream/stream-client.ts';
import type { SendRequest } from './stream/stream-protocol.ts';

/** What the Playground keeps while the person is in another section: its workers and the chat. */
export interface PlaygroundTools {
  readonly send: SendRequest;
  readonly colorCode: ColorCode;
  readonly session: ChatSession;
}

const toolsOf = new WeakMap<CorralClient, PlaygroundTools>();

/** The tools of this page's client, made when the Playground is first opened. */
export function playgroundTools(client: CorralClient): PlaygroundTools {
  const existing = toolsOf.get(client);
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
  toolsOf.set(client, tools);
  return tools;
}

/** Random and unique; `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const PlaygroundToolsContext = createContext<PlaygroundTools | null>(null);

/** Throws outside of the Playground. */
export function usePlaygroundTools(): PlaygroundTools {
  const tools = useContext(PlaygroundToolsContext);
  if (tools === null) throw new Error('There is no PlaygroundToolsContext around this component.');
  return tools;
}
