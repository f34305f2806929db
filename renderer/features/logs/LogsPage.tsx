import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { filterLines, type LevelFilter } from './filter-lines.ts';
import { LevelPicker } from './LevelPicker.tsx';
import { LogList } from './LogList.tsx';
import './logs-page.css';
import { useLogLines } from './use-log-lines.ts';

/** What the server writes, live. */
export function LogsPage() {
  const lines = useLogLines();
  const [level, setLevel] = useState<LevelFilter>('all');
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const shown = useMemo(() => filterLines(lines ?? [], level, wanted), [lines, level, wanted]);
  return (
    <Page title="Logs" toolbar={<Toolbar text={() => shown.map(({ text }) => text).join('\n')} />}>
      <div className="log-filter">
        <LevelPicker lines={lines ?? []} value={level} onChange={setLevel} />
        <span className="grow" />
        <Field
          label="Search the log"
          type="search"
          icon={Search}
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {lines?.length === 0 && (
        <EmptyState title="Nothing here yet">The server has not written anything yet.</EmptyState>
      )}
      {lines !== null && lines.length > 0 && shown.length === 0 && (
        <PageBody>
          <EmptyState title="No line matches">Search for something else, or show all levels.</EmptyState>
        </PageBody>
      )}
      {shown.length > 0 && <LogList lines={shown} search={wanted} />}
      <footer className="statusbar">
        <span className="num">{(lines?.length ?? 0).toLocaleString('en-GB')} lines</span>
        <span className="grow" />
        <span>What looks like a key or a password is hidden.</span>
      </footer>
    </Page>
  );
}

function Toolbar({ text }: { readonly text: () => string }) {
  const client = useClient();
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const reveal = useAction(() => client.app.reveal({ what: 'logs' }));
  return (
    <>
      <CopyButton text={text} label="Copy all lines shown" />
      {canReveal && <Button onClick={reveal.run}>Show in Finder</Button>}
    </>
  );
}
