import { PanelLeft, PanelRight, SquarePen } from 'lucide-react';
import { Content, List, Root, Trigger } from 'radix-ui/tabs';
import { type ReactNode, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { readText, useStoredState } from '../../components/stored-state.ts';
import { ChatTab } from './chat/ChatTab.tsx';
import { CompletionTab } from './completion/CompletionTab.tsx';
import { EmbeddingsTab } from './embeddings/EmbeddingsTab.tsx';
import { LinkGuard } from './markdown/LinkGuard.tsx';
import { ColorCodeContext } from './markdown/use-colored-lines.ts';
import { chooseModel, modelsWith } from './model-choices.ts';
import { ParametersPanel } from './parameters/ParametersPanel.tsx';
import { readParameters } from './parameters/sampling-parameters.ts';
import { PlaygroundToolsContext, playgroundTools } from './playground-tools.ts';
import { ServerStopped } from './ServerStopped.tsx';
import { useMedia } from './use-media.ts';
import './playground.css';

const tabs = ['Chat', 'Completion', 'Embeddings'] as const;
const chosenModel = { kept: 'local', read: readText } as const;
const setParameters = { kept: 'local', read: readParameters } as const;

/** Every kind of request, tried by hand: chat, completion, embeddings. */
export function PlaygroundPage() {
  const client = useClient();
  const [tab, setTab] = useState<string>('Chat');
  const wide = useMedia('(min-width: 1000px)');
  const [history, setHistory] = useState<boolean | null>(null);
  const [panel, setPanel] = useState<boolean | null>(null);
  const [parameters, setStoredParameters] = useStoredState('playground.parameters', setParameters);
  const [remembered, remember] = useStoredState('playground.model', chosenModel);
  const models = useSnapshot((s) => s.models);
  const choice = chooseModel(remembered, modelsWith('completion', models.installed), models.known);
  const historyOpen = history ?? wide;
  const panelOpen = panel ?? wide;
  const parametersPanel = panelOpen && (
    <ParametersPanel value={parameters} onChange={setStoredParameters} withSystemPrompt={tab === 'Chat'} />
  );

  return (
    <PlaygroundFrame>
      <Root className="playground" value={tab} onValueChange={setTab}>
        <header className="toolbar">
          {tab === 'Chat' && (
            <IconButton
              icon={PanelLeft}
              label={historyOpen ? 'Hide history' : 'Show history'}
              aria-pressed={historyOpen}
              className={historyOpen ? 'is-on' : ''}
              onClick={() => setHistory(!historyOpen)}
            />
          )}
          <h1>Playground</h1>
          <List className="segmented" aria-label="Endpoint">
            {tabs.map((name) => (
              <Trigger key={name} value={name}>
                {name}
              </Trigger>
            ))}
          </List>
          <span className="grow" />
          {tab === 'Chat' && !historyOpen && (
            <IconButton
              icon={SquarePen}
              label="New chat"
              tooltip="New chat (⌘N)"
              onClick={() => playgroundTools(client).session.startNew()}
            />
          )}
          {tab !== 'Embeddings' && (
            <IconButton
              icon={PanelRight}
              label={panelOpen ? 'Hide parameters' : 'Show parameters'}
              aria-pressed={panelOpen}
              className={panelOpen ? 'is-on' : ''}
              onClick={() => setPanel(!panelOpen)}
            />
          )}
        </header>
        <ServerStopped />
        <Content className="pg" value="Chat" forceMount hidden={tab !== 'Chat'} tabIndex={-1}>
          <ChatTab choice={choice} onModel={remember} parameters={parameters} historyOpen={historyOpen} />
          {tab === 'Chat' && parametersPanel}
        </Content>
        <Content className="pg" value="Completion" forceMount hidden={tab !== 'Completion'} tabIndex={-1}>
          <CompletionTab choice={choice} onModel={remember} parameters={parameters} />
          {tab === 'Completion' && parametersPanel}
        </Content>
        <Content className="pg" value="Embeddings" forceMount hidden={tab !== 'Embeddings'} tabIndex={-1}>
          <EmbeddingsTab />
        </Content>
      </Root>
    </PlaygroundFrame>
  );
}

/** What the parts of the page share: the workers, the chat, and the guard of links. */
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
