import { ChevronRight, RotateCw } from 'lucide-react';
import { memo, useState } from 'react';
import type { Message } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { formatDuration } from '../../../../contract/derived/format/format-duration.ts';
import { isSameModel } from '../../../../contract/derived/model-name.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { useNow } from '../../../components/use-now.ts';
import { MarkdownText } from '../markdown/MarkdownText.tsx';
import { ResponseProblem } from './ResponseProblem.tsx';

/** A shorter wait shows nothing, so that fast responses don't flicker. */
const WAIT_NOTICE_DELAY_MS = 300;

export interface ResponseArticleProps {
  readonly response: Message;
  /** When it was requested, while it is being generated; null otherwise. */
  readonly generatingSince: number | null;
  readonly canRegenerate: boolean;
  /** Only the newest response offers a remedy for its failure. */
  readonly isLast: boolean;
  readonly onRegenerate: (responseId: string) => void;
  /** Why nothing can be sent, or null. */
  readonly blockedReason: string | null;
}

/** One response of a model: the model, its reasoning, its text, and how it ended. */
export const ResponseArticle = memo((props: ResponseArticleProps) => {
  const { response, generatingSince, canRegenerate, isLast, onRegenerate, blockedReason } = props;
  const { id, model, content, thinking, end, stats } = response;
  const regenerate = (): void => onRegenerate(id);
  const isGenerating = generatingSince !== null;
  return (
    <article className="bot" aria-label={playgroundText('message.assistant')} aria-busy={isGenerating}>
      <div className="who">
        {model}
        {!isGenerating && (
          <span className="tools">
            {content !== '' && <CopyButton text={content} label={playgroundText('response.copy')} iconOnly />}
            {canRegenerate && (
              <IconButton
                size="small"
                icon={RotateCw}
                label={playgroundText('response.regenerateName')}
                disabledReason={blockedReason}
                onClick={regenerate}
              />
            )}
          </span>
        )}
      </div>
      {thinking !== null && (
        <Thinking text={thinking} durationMs={stats?.thinkingMs ?? null} isThinking={isGenerating && content === ''} />
      )}
      {content !== '' && <MarkdownText text={content} growing={isGenerating} />}
      {isGenerating && content === '' && thinking === null && <Waiting since={generatingSince} model={model ?? ''} />}
      {(end === 'stopped' || end === 'length') && <p className="response-note">{playgroundText(`response.${end}`)}</p>}
      <ResponseProblem response={response} onRegenerate={isLast ? regenerate : null} blockedReason={blockedReason} />
    </article>
  );
});
ResponseArticle.displayName = 'ResponseArticle';

interface ThinkingProps {
  readonly text: string;
  /** Null where it wasn't saved. */
  readonly durationMs: number | null;
  readonly isThinking: boolean;
}

/** A model's reasoning, collapsed. Plain text: models don't format their reasoning. */
function Thinking({ text, durationMs, isThinking }: ThinkingProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="thinking">
      <button type="button" className="thought" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight className="icon tw" />
        {isThinking ? playgroundText('response.thinking') : thoughtTitle(durationMs)}
      </button>
      {open && <div className="thought-text">{text}</div>}
    </div>
  );
}

function thoughtTitle(durationMs: number | null): string {
  if (durationMs === null) return playgroundText('response.thought');
  return playgroundText('response.thoughtFor', { duration: formatDuration(Math.max(1000, durationMs)) });
}

interface WaitingProps {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly model: string;
}

/** What a response waits for before its first piece, and for how long. */
function Waiting({ since, model }: WaitingProps) {
  const isLoaded = useSnapshot((s) => s.models.loaded.some(({ name }) => isSameModel(name, model)));
  const waitedMs = useNow(250) - since;
  if (waitedMs < WAIT_NOTICE_DELAY_MS) return <p className="waiting" />;
  const seconds = Math.floor(waitedMs / 1000);
  return (
    <p className="waiting">
      <span className="spin" aria-hidden="true" />
      {playgroundText(isLoaded ? 'response.processing' : 'response.loading', { model })}
      {seconds > 0 && <span className="num"> {playgroundText('response.seconds', { count: seconds })}</span>}
    </p>
  );
}
