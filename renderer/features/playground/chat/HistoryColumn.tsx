import { SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ConversationSummary } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { daysBetween, formatDay } from '../../../../contract/derived/format/format-time.ts';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { useNow } from '../../../components/use-now.ts';

export interface HistoryColumnProps {
  /** Newest first. */
  readonly list: readonly ConversationSummary[];
  readonly openId: string;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
  readonly onDelete: (id: string) => void;
}

/** The saved conversations, grouped by day. */
export function HistoryColumn({ list, openId, onOpen, onNew, onDelete }: HistoryColumnProps) {
  const now = useNow(60_000);
  const groups = Map.groupBy(list, ({ updatedAt }) => groupTitle(updatedAt, now));
  return (
    <aside className="history" aria-label={playgroundText('history.title')}>
      <div className="top">
        {playgroundText('history.title')}
        <span className="grow" />
        <IconButton
          icon={SquarePen}
          label={playgroundText('toolbar.newChat')}
          tooltip={playgroundText('toolbar.newChatShortcut')}
          onClick={onNew}
        />
      </div>
      <div className="scroll">
        {[...groups].map(([title, conversations]) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {conversations.map((conversation) => (
                <HistoryRow
                  key={conversation.id}
                  conversation={conversation}
                  isOpen={conversation.id === openId}
                  onOpen={() => onOpen(conversation.id)}
                  onDelete={() => onDelete(conversation.id)}
                />
              ))}
            </ul>
          </section>
        ))}
        {list.length === 0 && <p className="hint">{playgroundText('history.empty')}</p>}
      </div>
    </aside>
  );
}

function groupTitle(at: number, now: number): string {
  const age = daysBetween(at, now);
  return age === 0 || age === 1 ? formatDay(at, now) : playgroundText('history.earlier');
}

interface HistoryRowProps {
  readonly conversation: ConversationSummary;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
}

function HistoryRow({ conversation: { title, model }, isOpen, onOpen, onDelete }: HistoryRowProps) {
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <li className={isOpen ? 'on' : ''}>
      <button type="button" className="open" aria-current={isOpen ? 'true' : undefined} onClick={onOpen}>
        <span className="clip">{title}</span>
        <small className="clip">{model}</small>
      </button>
      <ConfirmPopover
        open={isConfirming}
        onOpenChange={setIsConfirming}
        title={playgroundText('history.deleteQuestion')}
        confirm={playgroundText('history.delete')}
        onConfirm={onDelete}
        anchor={
          <IconButton
            size="small"
            icon={Trash2}
            label={playgroundText('history.deleteName', { title })}
            tooltip={playgroundText('history.delete')}
            className={isConfirming ? 'is-on' : ''}
            onClick={() => setIsConfirming(true)}
          />
        }
      >
        {playgroundText('history.deleteConsequence', { title })}
      </ConfirmPopover>
    </li>
  );
}
