import { useEffect, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyTextButton } from '../../components/CopyTextButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterBar } from '../../components/FilterBar.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { LevelPicker } from './LevelPicker.tsx';
import { LogList } from './LogList.tsx';
import { LogSearch } from './LogSearch.tsx';
import type { LineFilter, SourceFilter } from './line-filter.ts';
import { isMark, type LogRowData } from './log-rows.ts';
import './logs-page.css';
import { runsToday } from './run-separator-text.ts';
import { useLogView } from './use-log-view.ts';
import { useMatches } from './use-matches.ts';

const sources: readonly { readonly value: SourceFilter; readonly label: string }[] = [
  { value: 'all', label: 'Server and Corral' },
  { value: 'server', label: 'Server' },
  { value: 'corral', label: 'Corral' },
];

function textOf(rows: readonly LogRowData[]): string {
  return rows.flatMap((row) => (isMark(row) ? [] : [row.text])).join('\n');
}

/** What the server and Corral write, live. */
export function LogsPage() {
  const [view, state] = useLogView();
  const [filter, setFilter] = useState<LineFilter>({ level: 'all', source: 'all' });
  const [following, setFollowing] = useState(true);
  const search = useMatches(view, state, () => setFollowing(false));
  const runs = useSnapshot((s) => s.server.runs);
  useEffect(() => view.show(filter), [view, filter]);
  const { ready, lineCount, rows, unreadable } = state;
  return (
    <Page
      title="Logs"
      subtitle={runsToday(runs, Date.now())}
      toolbar={<Toolbar following={following} onFollow={setFollowing} text={() => textOf(rows)} />}
    >
      <FilterBar>
        <LevelPicker
          value={filter.level}
          onChange={(level) => setFilter({ ...filter, level })}
          warnings={state.warnings}
          errors={state.errors}
        />
        <Select
          label="Source"
          size="small"
          value={filter.source}
          options={sources}
          onChange={(value) => {
            const source = sources.find((option) => option.value === value)?.value;
            if (source) setFilter({ ...filter, source });
          }}
        />
        <span className="grow" />
        <LogSearch {...search.field} />
      </FilterBar>
      {unreadable !== null && <Unreadable path={unreadable} />}
      {ready && lineCount === 0 && (
        <EmptyState title="Nothing here yet">The server has not written anything yet.</EmptyState>
      )}
      {lineCount > 0 && rows.length === 0 && (
        <PageBody>
          <EmptyState title="No line matches">Show all levels, or lines of both the server and Corral.</EmptyState>
        </PageBody>
      )}
      {rows.length > 0 && (
        <LogList state={state} current={search.current} following={following} onFollow={setFollowing} />
      )}
      <footer className="statusbar">
        <span className="num nowrap">{lineCount.toLocaleString('en-GB')} lines</span>
        <span className="grow" />
        <span className="clip">What looks like a key or a password is hidden.</span>
      </footer>
    </Page>
  );
}

interface ToolbarProps {
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly text: () => string;
}

function Toolbar({ following, onFollow, text }: ToolbarProps) {
  const client = useClient();
  return (
    <>
      <span className="log-follow">
        <span aria-hidden="true">Follow</span>
        <Switch label="Follow new lines" checked={following} onChange={onFollow} />
      </span>
      <span className="sep" />
      <CopyTextButton label="Copy All" tooltip="Copy all lines shown" text={text} />
      <CopyTextButton
        label="Copy Diagnostics"
        tooltip="Copy versions, states, configuration and last lines, without keys or prompts"
        text={() => client.app.diagnostics()}
      />
      <RevealLogs />
    </>
  );
}

function RevealLogs() {
  const client = useClient();
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const reveal = useAction(() => client.app.reveal({ what: 'logs' }));
  return canReveal && <Button onClick={reveal.run}>Show in Finder</Button>;
}

function Unreadable({ path }: { readonly path: string }) {
  return (
    <div className="log-banner">
      <Banner tone="bad" title="The log file cannot be read." actions={<RevealLogs />}>
        <code>{path}</code>
      </Banner>
    </div>
  );
}
