import { StatLine } from '../StatLine.tsx';
import { useChat } from './use-chat.ts';

/** The figures of the conversation's last answer. */
export function LastFigures() {
  const stats = useChat(
    ({ conversation }) => conversation.messages.findLast(({ role }) => role === 'assistant')?.stats,
  );
  return <StatLine stats={stats ?? null} />;
}
