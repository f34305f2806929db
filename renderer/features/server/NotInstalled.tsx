import { Download, FolderSearch, RotateCw, Terminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { chooseProgram } from './choose-program.ts';
import { installation } from './installation.ts';

/** There is no `ollama` to start, or the one that was named doesn't work: three ways to get one. */
export function NotInstalled() {
  const client = useClient();
  const detail = useSnapshot((s) => (s.server.actual.state === 'notInstalled' ? s.server.actual.detail : null));
  const platform = useSnapshot((s) => s.app.platform);
  const canPick = useSnapshot((s) => s.app.capabilities.pickFile);
  const look = useAction(() => client.server.start());
  const choose = useAction(() => chooseProgram(client));
  const { command, commandHint } = installation(platform);
  return (
    <div className="nf">
      <EmptyState
        title={detail === null ? 'Ollama isn’t installed' : 'The chosen Ollama program doesn’t work'}
        picture={<CorralMark gate="open" />}
      >
        {detail ??
          'Corral looks after the Ollama server but doesn’t contain it, and none was found here. Pick one of three ways to get it.'}
      </EmptyState>
      <section className="group" aria-label="Ways to install">
        <Way
          icon={<Download className="icon" />}
          title="Download it"
          hint="From the makers of Ollama. Open it once, then come back and look again."
          control={
            <a className="btn" href="https://ollama.com/download" target="_blank" rel="noreferrer">
              Download…
            </a>
          }
        />
        <Way
          icon={<Terminal className="icon" />}
          title="Install it with a command"
          hint={commandHint}
          control={<span />}
        >
          <div className="cmd">
            <code className="grow clip">{command}</code>
            <CopyButton text={command} label="Copy install command" />
          </div>
        </Way>
        <Way
          icon={<FolderSearch className="icon" />}
          title="Use one you already have"
          hint={
            choose.failure?.message ??
            'Name the program file called “ollama”. Corral checks that it runs before using it.'
          }
          control={
            canPick ? (
              <Button busy={choose.pending} onClick={() => choose.run()}>
                Choose…
              </Button>
            ) : (
              <a className="btn" href="#/settings">
                Open Settings
              </a>
            )
          }
        />
      </section>
      <div className="nf-foot">
        {look.failure && <span className="bad-text">{look.failure.message}</span>}
        <Button busy={look.pending} onClick={() => look.run()}>
          {!look.pending && <RotateCw className="icon s13" />}
          Look Again
        </Button>
      </div>
    </div>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly control: ReactNode;
  readonly children?: ReactNode;
}

function Way({ icon, title, hint, control, children }: WayProps) {
  return (
    <div className="row">
      <div className="way">
        {icon}
        <div>
          <div className="medium">{title}</div>
          <div className="hint">{hint}</div>
        </div>
        {control}
        {children && <div className="body">{children}</div>}
      </div>
    </div>
  );
}
