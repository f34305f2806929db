import { PanelLeft, PanelRight, SquarePen } from 'lucide-react';
import { List, Trigger } from 'radix-ui/tabs';
import { playgroundText } from '../../../contract/derived/catalog/en/playground.ts';
import { useClient } from '../../client/corral-context.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { playgroundTools } from './session/playground-tools.ts';

const tabs = ['chat', 'completion', 'embeddings'] as const;

export interface PlaygroundToolbarProps {
  readonly tab: string;
  readonly isHistoryOpen: boolean;
  readonly onHistory: (open: boolean) => void;
  readonly isPanelOpen: boolean;
  readonly onPanel: (open: boolean) => void;
}

/** The page's title, its tabs, and what shows and hides the columns beside them. */
export function PlaygroundToolbar(props: PlaygroundToolbarProps) {
  const { tab, isHistoryOpen, onHistory, isPanelOpen, onPanel } = props;
  const client = useClient();
  return (
    <header className="toolbar">
      {tab === 'chat' && (
        <IconButton
          icon={PanelLeft}
          label={playgroundText(isHistoryOpen ? 'toolbar.hideHistory' : 'toolbar.showHistory')}
          aria-pressed={isHistoryOpen}
          className={isHistoryOpen ? 'is-on' : ''}
          onClick={() => onHistory(!isHistoryOpen)}
        />
      )}
      <h1>{playgroundText('page.title')}</h1>
      <List className="segmented" aria-label={playgroundText('tabs.name')}>
        {tabs.map((name) => (
          <Trigger key={name} value={name}>
            {playgroundText(`tabs.${name}`)}
          </Trigger>
        ))}
      </List>
      <span className="grow" />
      {tab === 'chat' && !isHistoryOpen && (
        <IconButton
          icon={SquarePen}
          label={playgroundText('toolbar.newChat')}
          tooltip={playgroundText('toolbar.newChatShortcut')}
          onClick={() => playgroundTools(client).session.startNew()}
        />
      )}
      {tab !== 'embeddings' && (
        <IconButton
          icon={PanelRight}
          label={playgroundText(isPanelOpen ? 'toolbar.hideParameters' : 'toolbar.showParameters')}
          aria-pressed={isPanelOpen}
          className={isPanelOpen ? 'is-on' : ''}
          onClick={() => onPanel(!isPanelOpen)}
        />
      )}
    </header>
  );
}
