import { Content, Root } from 'radix-ui/tabs';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { playgroundText } from '../../../contract/derived/catalog/en/playground.ts';
import { useClient } from '../../client/corral-context.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { readText, useStoredState } from '../../components/stored-state.ts';
import { ServerBanner } from '../server/ServerBanner.tsx';
import { ChatTab } from './chat/ChatTab.tsx';
import { CompletionTab } from './completion/CompletionTab.tsx';
import { EmbeddingsTab } from './embeddings/EmbeddingsTab.tsx';
import { LinkGuard } from './markdown/LinkGuard.tsx';
import { ColorCodeContext } from './markdown/use-colored-lines.ts';
import { PlaygroundToolbar } from './PlaygroundToolbar.tsx';
import { ParametersPanel } from './parameters/ParametersPanel.tsx';
import { parseParameters, readParameters } from './parameters/sampling-parameters.ts';
import { PlaygroundToolsContext, playgroundTools } from './session/playground-tools.ts';
import { chooseModel, modelsWith } from './tabs/model-choices.ts';
import './playground.css';

const modelState = { kept: 'local', read: readText } as const;
const parametersState = { kept: 'local', read: readParameters } as const;

/** There is room for the history and the parameters beside the chat. */
const WIDE_WINDOW = '(min-width: 1000px)';

/** Tries out the endpoints: chat, completion, embeddings. */
export function PlaygroundPage() {
  const [tab, setTab] = useState<string>('chat');
  const isWide = useMedia(WIDE_WINDOW);
  const [history, setHistory] = useState<boolean | null>(null);
  const [panel, setPanel] = useState<boolean | null>(null);
  const [draft, setDraft] = useStoredState('playground.parameters', parametersState);
  const [remembered, remember] = useStoredState('playground.model', modelState);
  const models = useSnapshot((s) => s.models);
  const choice = chooseModel(remembered, modelsWith('completion', models.installed), models.known);
  const isHistoryOpen = history ?? isWide;
  const isPanelOpen = panel ?? isWide;
  const request = { choice, onModel: remember, parameters: parseParameters(draft) };
  const parametersPanel = isPanelOpen && (
    <ParametersPanel draft={draft} onChange={setDraft} withSystemPrompt={tab === 'chat'} />
  );
  return (
    <PlaygroundFrame>
      <Root className="playground" value={tab} onValueChange={setTab}>
        <PlaygroundToolbar
          tab={tab}
          isHistoryOpen={isHistoryOpen}
          onHistory={setHistory}
          isPanelOpen={isPanelOpen}
          onPanel={setPanel}
        />
        <ServerBanner consequence={playgroundText('page.needsServer')} />
        <Content className="pg" value="chat" forceMount hidden={tab !== 'chat'} tabIndex={-1}>
          <ChatTab {...request} historyOpen={isHistoryOpen} />
          {tab === 'chat' && parametersPanel}
        </Content>
        <Content className="pg" value="completion" forceMount hidden={tab !== 'completion'} tabIndex={-1}>
          <CompletionTab {...request} />
          {tab === 'completion' && parametersPanel}
        </Content>
        <Content className="pg" value="embeddings" forceMount hidden={tab !== 'embeddings'} tabIndex={-1}>
          <EmbeddingsTab />
        </Content>
      </Root>
    </PlaygroundFrame>
  );
}

/** What the parts of the page share: the workers, the chat, and the link guard. */
function PlaygroundFrame({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const host = useSnapshot((s) => s.app.host);
  const tools = playgroundTools(client);
  const open = (url: string): void => {
    if (host === 'desktop') void client.app.openLink({ url });
    else window.open(url, '_blank', 'noopener,noreferrer');
  };
  return (
    <PlaygroundToolsContext value={tools}>
      <ColorCodeContext value={tools.colorCode}>
        <LinkGuard open={open}>{children}</LinkGuard>
      </ColorCodeContext>
    </PlaygroundToolsContext>
  );
}

/** Whether a media query matches. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => matchMedia(query).matches,
  );
}
