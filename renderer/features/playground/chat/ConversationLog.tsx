import { memo } from 'react';
import type { Conversation } from '../../../../contract/conversations.ts';
import { AnswerArticle } from './AnswerArticle.tsx';
import type { ChatState } from './chat-session.ts';
import { useStayAtEnd } from './use-stay-at-end.ts';

export interface ConversationLogProps {
  readonly conversation: Conversation;
  readonly writing: ChatState['writing'];
  readonly onAnswerAgain: (answerId: string) => void;
}

/** The conversation. It stays at its end by itself while an answer grows, unless the person scrolls up. */
export function ConversationLog({ conversation, writing, onAnswerAgain }: ConversationLogProps) {
  const { messages } = conversation;
  const stayAtEnd = useStayAtEnd(messages);
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
        {messages.map((message) =>
          message.role === 'assistant' ? (
            <AnswerArticle
              key={message.id}
              answer={message}
              writingSince={writing?.answerId === message.id ? writing.since : null}
              canAnswerAgain={writing === null}
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
