import { Download, FolderSearch, RotateCw, Terminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import type { CorralClient } from '../../client/corral-client.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';

/** No `ollama` was found, or the selected one doesn't work: three ways to get one. */
export function NotInstalled() {
  const client = useClient();
  const detail = useSnapshot((s) => (s.server.actual.state === 'notInstalled' ? s.server.actual.detail : null));
  const fixed = useSnapshot((s) => s.app.fixed.ollamaPath);
  const check = useAction(() => client.server.start());
  const selected = detail ?? serverPageText('install.explanation');
  const explanation = fixed
    ? serverPageText('install.fixed', { variable: fixed.variable, path: fixed.value })
    : selected;
  return (
    <div className="nf">
      <EmptyState
        title={serverPageText(detail === null ? 'install.title' : 'install.badExecutable')}
        picture={<CorralMark gate="open" />}
      >
        {explanation}
      </EmptyState>
      <section className="group" aria-label={serverPageText('install.options')}>
        <Option
          icon={<Download className="icon" />}
          title={serverPageText('install.download')}
          hint={serverPageText('install.downloadHint')}
          control={
            <a className="btn" href="https://ollama.com/download" target="_blank" rel="noreferrer">
              {serverPageText('install.downloadButton')}
            </a>
          }
        />
        <CommandLine />
        {fixed === undefined && <ExistingCopy />}
      </section>
      <div className="nf-foot">
        {check.failure && <span className="bad-text">{check.failure.message}</span>}
        <Button busy={check.pending} onClick={() => check.run()}>
          {!check.pending && <RotateCw className="icon s13" />}
          {serverPageText('install.checkAgain')}
        </Button>
      </div>
    </div>
  );
}

function CommandLine() {
  const isMac = useSnapshot((s) => s.app.platform === 'darwin');
  // The Linux command is the one on ollama.com/download.
  const command = isMac ? 'brew install ollama' : 'curl -fsSL https://ollama.com/install.sh | sh';
  return (
    <Option
      icon={<Terminal className="icon" />}
      title={serverPageText('install.command')}
      hint={serverPageText(isMac ? 'install.commandHintMac' : 'install.commandHint')}
      control={<span />}
    >
      <div className="cmd">
        <code className="grow clip">{command}</code>
        <CopyButton text={command} label={serverPageText('install.copyCommand')} />
      </div>
    </Option>
  );
}

function ExistingCopy() {
  const client = useClient();
  const canPick = useSnapshot((s) => s.app.capabilities.pickFile);
  const choose = useAction(() => chooseExecutable(client));
  return (
    <Option
      icon={<FolderSearch className="icon" />}
      title={serverPageText('install.existing')}
      hint={choose.failure?.message ?? serverPageText('install.existingHint')}
      control={
        canPick ? (
          <Button busy={choose.pending} onClick={() => choose.run()}>
            {serverPageText('install.choose')}
          </Button>
        ) : (
          <a className="btn" href="#/settings">
            {serverPageText('install.openSettings')}
          </a>
        )
      }
    />
  );
}

/** Lets the person choose the `ollama` executable and uses it from then on; nothing changes if they cancel. */
async function chooseExecutable(client: CorralClient): Promise<void> {
  const path = await client.app.pickFile({ title: serverPageText('install.chooseTitle'), kind: 'file' });
  if (path === null) return;
  await client.settings.update({ ollamaPath: path });
  await client.server.start();
}

interface OptionProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly control: ReactNode;
  readonly children?: ReactNode;
}

function Option({ icon, title, hint, control, children }: OptionProps) {
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
