import { SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ConversationSummary } from '../../../../contract/conversations.ts';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { useNow } from '../../../components/use-now.ts';
import { historyGroups } from './history-groups.ts';

export interface HistoryColumnProps {
  readonly list: readonly ConversationSummary[];
  readonly shownId: string;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
  readonly onDelete: (id: string) => void;
}

/** Stored conversations by day. */
export function HistoryColumn({ list, shownId, onOpen, onNew, onDelete }: HistoryColumnProps) {
  const now = useNow(60_000);
  return (
    <aside className="history" aria-label="History">
      <div className="top">
        History
        <span className="grow" />
        <IconButton icon={SquarePen} label="New chat" tooltip="New chat (⌘N)" onClick={onNew} />
      </div>
      <div className="scroll">
        {historyGroups(list, now).map(({ title, conversations }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {conversations.map((conversation) => (
                <HistoryRow
                  key={conversation.id}
                  conversation={conversation}
                  shown={conversation.id === shownId}
                  onOpen={() => onOpen(conversation.id)}
                  onDelete={() => onDelete(conversation.id)}
                />
              ))}
            </ul>
          </section>
        ))}
        {list.length === 0 && <p className="hint">Conversations are kept here, on this machine.</p>}
      </div>
    </aside>
  );
}

interface HistoryRowProps {
  readonly conversation: ConversationSummary;
  readonly shown: boolean;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
}

function HistoryRow({ conversation, shown, onOpen, onDelete }: HistoryRowProps) {
  const [asking, setAsking] = useState(false);
  const { title, model } = conversation;
  return (
    <li className={shown ? 'on' : ''}>
      <button type="button" className="open" aria-current={shown ? 'true' : undefined} onClick={onOpen}>
        <span className="clip">{title}</span>
        <small className="clip">{model}</small>
      </button>
      <ConfirmPopover
        open={asking}
        onOpenChange={setAsking}
        title="Delete this conversation?"
        confirm="Delete"
        onConfirm={onDelete}
        anchor={
          <IconButton
            size="small"
            icon={Trash2}
            label={`Delete ${title}`}
            tooltip="Delete"
            className={asking ? 'is-on' : ''}
            onClick={() => setAsking(true)}
          />
        }
      >
        “{title}” and its answers are gone for good. Models stay.
      </ConfirmPopover>
    </li>
  );
}
