import { RotateCw } from 'lucide-react';
import { memo } from 'react';
import type { Message } from '../../../../contract/conversations.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { MarkdownText } from '../markdown/MarkdownText.tsx';
import { isSameModel } from './failure-remedy.ts';
import { AnswerProblem } from './ResponseProblem.tsx';
import { Thinking } from './Thinking.tsx';
import { WaitingLine } from './WaitingLine.tsx';

export interface AnswerArticleProps {
  readonly answer: Message;
  /** When it was asked for, while it is being written; null otherwise. */
  readonly writingSince: number | null;
  readonly canAnswerAgain: boolean;
  /** Only the newest answer offers a way out of what went wrong with it; older ones are history. */
  readonly isLast: boolean;
  readonly onAnswerAgain: (answerId: string) => void;
}

const notes: Partial<Record<NonNullable<Message['end']>, string>> = {
  stopped: 'Stopped.',
  length: 'Ended at the token limit.',
};

/** One answer of a model: who, its thoughts, its text, and what became of it. */
export const AnswerArticle = memo((props: AnswerArticleProps) => {
  const { answer, writingSince, canAnswerAgain, isLast, onAnswerAgain } = props;
  const { id, model, content, thinking, end, stats } = answer;
  const again = (): void => onAnswerAgain(id);
  const writing = writingSince !== null;
  return (
    <article className="bot" aria-label="Assistant" aria-busy={writing}>
      <div className="who">
        {model}
        {!writing && (
          <span className="tools">
            {content !== '' && <CopyButton text={content} label="Copy answer" iconOnly />}
            {canAnswerAgain && <IconButton size="small" icon={RotateCw} label="Answer again" onClick={again} />}
          </span>
        )}
      </div>
      {thinking !== null && (
        <Thinking
          text={thinking}
          tookMs={stats?.thinkingMs ?? null}
          under={writing && content === '' ? 'way' : 'done'}
        />
      )}
      {content !== '' && <MarkdownText text={content} growing={writing} />}
      {writing && content === '' && thinking === null && <Waiting since={writingSince} model={model ?? ''} />}
      {end !== null && notes[end] && <p className="answer-note">{notes[end]}</p>}
      <AnswerProblem answer={answer} onAnswerAgain={isLast ? again : null} />
    </article>
  );
});
AnswerArticle.displayName = 'AnswerArticle';

function Waiting({ since, model }: { readonly since: number; readonly model: string }) {
  const loaded = useSnapshot((s) => s.models.loaded.some(({ name }) => isSameModel(name, model)));
  return <WaitingLine since={since} model={model} loaded={loaded} />;
}
