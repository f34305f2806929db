import { memo, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import type { ChatState } from '../session/chat-session.ts';
import { ResponseArticle } from './ResponseArticle.tsx';

export interface ConversationLogProps {
  readonly conversation: Conversation;
  readonly generating: ChatState['generating'];
  readonly onRegenerate: (responseId: string) => void;
  /** Why nothing can be sent, or null. */
  readonly blockedReason: string | null;
}

/** Rendering more at once makes opening a long conversation noticeably slow. */
const MESSAGE_PAGE_SIZE = 100;
/** Within this distance the log counts as scrolled to its end. */
const END_TOLERANCE_PX = 24;

const UserArticle = memo(({ text }: { readonly text: string }) => (
  <article className="user" aria-label={playgroundText('message.user')}>
    <div className="who">{playgroundText('message.user')}</div>
    <div className="said">{text}</div>
  </article>
));
UserArticle.displayName = 'UserArticle';

/** The open conversation. It stays scrolled to its end while a response grows, until the person scrolls up. */
export function ConversationLog(props: ConversationLogProps) {
  const { conversation, generating, onRegenerate, blockedReason } = props;
  const { messages } = conversation;
  const stayAtEnd = useStayAtEnd(messages);
  const [maxShown, setMaxShown] = useState(MESSAGE_PAGE_SIZE);
  const last = messages.at(-1);
  if (messages.length === 0) {
    return (
      <div className="thread is-empty">
        <p className="secondary">{playgroundText('chat.empty')}</p>
      </div>
    );
  }
  return (
    <div className="thread" {...stayAtEnd}>
      {/* A complete response is announced elsewhere; every piece of it would be too much. */}
      <div className="messages" role="log" aria-label={playgroundText('chat.name')} aria-live="off">
        {messages.length > maxShown && (
          <Button size="small" className="earlier" onClick={() => setMaxShown(maxShown + MESSAGE_PAGE_SIZE)}>
            {playgroundText('chat.showEarlier')}
          </Button>
        )}
        {messages
          .slice(-maxShown)
          .map((message) =>
            message.role === 'assistant' ? (
              <ResponseArticle
                key={message.id}
                response={message}
                generatingSince={generating?.responseId === message.id ? generating.since : null}
                canRegenerate={generating === null}
                isLast={message === last}
                onRegenerate={onRegenerate}
                blockedReason={blockedReason}
              />
            ) : (
              <UserArticle key={message.id} text={message.content} />
            ),
          )}
      </div>
    </div>
  );
}

interface StayAtEnd {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
}

/**
 * Keeps a scrolling element at its end while the messages in it grow, until the person scrolls up; a new message returns
 * to the end. A reversed flex box would do the same but repaint the whole conversation with each piece.
 */
function useStayAtEnd(messages: readonly Message[]): StayAtEnd {
  const ref = useRef<HTMLDivElement>(null);
  const isFollowing = useRef<boolean>(true);
  const count = messages.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a message is added
  useLayoutEffect(() => {
    isFollowing.current = true;
  }, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the messages change
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  const onScroll = (): void => {
    const element = ref.current;
    if (element === null) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_TOLERANCE_PX;
    // Scroll anchoring helps only someone who reads further up; at the end it would search for an anchor in vain.
    element.style.overflowAnchor = isFollowing.current ? 'none' : '';
  };
  return { ref, onScroll };
}
