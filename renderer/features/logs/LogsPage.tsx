import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyTextButton } from '../../components/CopyTextButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Switch } from '../../components/Switch.tsx';
import { LogFilterBar } from './LogFilterBar.tsx';
import { LogList } from './LogList.tsx';
import { LogSearch, useLogSearch } from './LogSearch.tsx';
import type { LineFilter } from './line-filter.ts';
import { isSeparator, type LogRowData } from './log-rows.ts';
import { createLogView, type LogView, type LogViewState } from './log-view.ts';
import './logs-page.css';
import { runsToday } from './run-separator-text.ts';

/** The log of the server and of Corral, live. */
export function LogsPage() {
  const [view, state] = useLogView();
  const [filter, setFilter] = useState<LineFilter>({ level: 'all', source: 'all' });
  const [following, setFollowing] = useState(true);
  const stopFollowing = useCallback(() => setFollowing(false), []);
  const search = useLogSearch(view, state, stopFollowing);
  const runs = useSnapshot((s) => s.server.runs);
  useEffect(() => view.show(filter), [view, filter]);
  const { ready, lineCount, rows, unreadable, warnings, errors } = state;
  return (
    <Page
      title={logsText('page.title')}
      subtitle={runsToday(runs, Date.now())}
      toolbar={<Toolbar following={following} onFollow={setFollowing} text={() => textOf(rows)} />}
    >
      <LogFilterBar filter={filter} onFilter={setFilter} warnings={warnings} errors={errors}>
        <LogSearch {...search.props} />
      </LogFilterBar>
      {unreadable !== null && <Unreadable path={unreadable} />}
      {ready && lineCount === 0 && (
        <EmptyState title={logsText('list.empty')}>{logsText('list.emptyExplanation')}</EmptyState>
      )}
      {lineCount > 0 && rows.length === 0 && (
        <PageBody>
          <EmptyState title={logsText('list.noMatches')}>{logsText('list.noMatchesExplanation')}</EmptyState>
        </PageBody>
      )}
      {rows.length > 0 && (
        <LogList state={state} current={search.current} following={following} onFollow={setFollowing} />
      )}
      <footer className="statusbar">
        <span className="num nowrap">{logsText('status.lines', { count: lineCount })}</span>
        <span className="grow" />
        <span className="clip">{logsText('status.redacted')}</span>
      </footer>
    </Page>
  );
}

/** The log, live, as this page filters and searches it. */
function useLogView(): readonly [view: LogView, state: LogViewState] {
  const client = useClient();
  const [view] = useState(createLogView);
  useEffect(() => subscribe((options) => client.logs.watch(undefined, options), view.receive), [client, view]);
  return [view, useSyncExternalStore(view.subscribe, view.get)];
}

function textOf(rows: readonly LogRowData[]): string {
  return rows.flatMap((row) => (isSeparator(row) ? [] : [row.text])).join('\n');
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
        <span aria-hidden="true">{logsText('toolbar.follow')}</span>
        <Switch label={logsText('toolbar.followName')} checked={following} onChange={onFollow} />
      </span>
      <span className="sep" />
      <CopyTextButton label={logsText('toolbar.copyAll')} tooltip={logsText('toolbar.copyAllTooltip')} text={text} />
      <CopyTextButton
        label={logsText('toolbar.copyDiagnostics')}
        tooltip={logsText('toolbar.copyDiagnosticsTooltip')}
        text={() => client.app.diagnostics()}
      />
      <RevealLogs />
    </>
  );
}

function RevealLogs() {
  const client = useClient();
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const platform = useSnapshot((s) => s.app.platform);
  const reveal = useAction(() => client.app.reveal({ what: 'logs' }));
  return canReveal && <Button onClick={() => reveal.run()}>{logsText('toolbar.reveal', { platform })}</Button>;
}

function Unreadable({ path }: { readonly path: string }) {
  return (
    <div className="log-banner">
      <Banner tone="bad" title={logsText('list.unreadable')} actions={<RevealLogs />}>
        <code>{path}</code>
      </Banner>
    </div>
  );
}
