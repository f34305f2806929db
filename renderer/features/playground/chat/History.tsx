import { useCallback, useEffect, useState } from 'react';
import type { ConversationSummary } from '../../../../contract/conversations.ts';
import { useClient } from '../../../client/corral-context.ts';
import { subscribe } from '../../../client/subscribe.ts';
import { usePlaygroundTools } from '../session/playground-tools.ts';
import { HistoryColumn } from './HistoryColumn.tsx';
import { useChat } from './use-chat.ts';

/** The saved conversations. ⌘N starts a new one even while they are hidden. */
export function History({ open }: { readonly open: boolean }) {
  const client = useClient();
  const { session } = usePlaygroundTools();
  const openId = useChat((chat) => chat.conversation.id);
  const [list, setList] = useState<readonly ConversationSummary[]>([]);
  useEffect(() => subscribe((options) => client.conversations.watch(undefined, options), setList), [client]);
  const startNew = useCallback(() => session.startNew(), [session]);
  useNewChatKey(startNew);
  if (!open) return null;
  const remove = (id: string): void => {
    session.forget(id);
    void client.conversations.remove({ id });
  };
  return (
    <HistoryColumn
      list={list}
      openId={openId}
      onOpen={(id) => void session.open(id)}
      onNew={startNew}
      onDelete={remove}
    />
  );
}

function useNewChatKey(startNew: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'n' || !event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      startNew();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [startNew]);
}
