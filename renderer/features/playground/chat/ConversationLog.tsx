import { memo, useState } from 'react';
import type { Conversation } from '../../../../contract/conversations.ts';
import { Button } from '../../../components/Button.tsx';
import type { ChatState } from './chat-session.ts';
import { AnswerArticle } from './ResponseArticle.tsx';
import { useStayAtEnd } from './use-stay-at-end.ts';

export interface ConversationLogProps {
  readonly conversation: Conversation;
  readonly writing: ChatState['writing'];
  readonly onAnswerAgain: (answerId: string) => void;
}

/** More at once would be felt on opening a long conversation. */
const messagesAtOnce = 100;

/** The conversation. It stays at its end by itself while an answer grows, unless the person scrolls up. */
export function ConversationLog({ conversation, writing, onAnswerAgain }: ConversationLogProps) {
  const { messages } = conversation;
  const stayAtEnd = useStayAtEnd(messages);
  const [most, setMost] = useState(messagesAtOnce);
  const last = messages.at(-1);
  if (messages.length === 0) {
    return (
      <div className="thread is-empty">
        <p className="secondary">Pick a model and write something.</p>
      </div>
    );
  }
  return (
    <div className="thread" {...stayAtEnd}>
      {/* Announced when an answer is finished, not with every piece of it. */}
      <div className="messages" role="log" aria-label="Conversation" aria-live="off">
        {messages.length > most && (
          <Button size="small" className="earlier" onClick={() => setMost(most + messagesAtOnce)}>
            Show Earlier Messages
          </Button>
        )}
        {messages
          .slice(-most)
          .map((message) =>
            message.role === 'assistant' ? (
              <AnswerArticle
                key={message.id}
                answer={message}
                writingSince={writing?.answerId === message.id ? writing.since : null}
                canAnswerAgain={writing === null}
                isLast={message === last}
                onAnswerAgain={onAnswerAgain}
              />
            ) : (
              <UserArticle key={message.id} text={message.content} />
            ),
          )}
      </div>
    </div>
  );
}

const UserArticle = memo(({ text }: { readonly text: string }) => (
  <article className="user" aria-label="You">
    <div className="who">You</div>
    <div className="said">{text}</div>
  </article>
));
UserArticle.displayName = 'UserArticle';
