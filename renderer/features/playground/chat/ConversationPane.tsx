import { Banner } from '../../../components/Banner.tsx';
import { ConversationLog } from './ConversationLog.tsx';
import { useChat } from './use-chat.ts';

/** The conversation shown; it redraws with every piece of an answer, and nothing beside it does. */
export function ConversationPane({ onAnswerAgain }: { readonly onAnswerAgain: (answerId: string) => void }) {
  const conversation = useChat((chat) => chat.conversation);
  const writing = useChat((chat) => chat.writing);
  const problem = useChat((chat) => chat.problem);
  const finished = writing === null && conversation.messages.at(-1)?.end === 'complete';
  return (
    <>
      {problem && (
        <div className="page-banners">
          <Banner tone="warn" title={problem} />
        </div>
      )}
      <ConversationLog
        key={conversation.id}
        conversation={conversation}
        writing={writing}
        onAnswerAgain={onAnswerAgain}
      />
      <p className="sr" aria-live="polite">
        {finished ? 'The answer is finished.' : ''}
      </p>
    </>
  );
}
