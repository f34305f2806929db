import type { ChatSession } from './chat-session.ts';

const key = 'corral.playground.conversation';

/** After a reload, the conversation that was shown before is shown again. Called once, for the life of the page. */
export function rememberOpenChat(session: ChatSession, storage: Storage): void {
  const remembered = storage.getItem(key);
  if (remembered) void session.open(remembered);
  const kept = { id: remembered ?? '' };
  session.subscribe(() => {
    const { id, messages } = session.get().conversation;
    const shown = messages.length === 0 ? '' : id;
    if (shown === kept.id) return;
    kept.id = shown;
    storage.setItem(key, shown);
  });
}
