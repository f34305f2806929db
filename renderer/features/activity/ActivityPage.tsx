import { Search } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { ActivityOverview } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { useStoredState } from '../../components/stored-state.ts';
import { ActivityFilters, type ActivityMode, readMode } from './ActivityFilters.tsx';
import { ActivityStatusBar } from './ActivityStatusBar.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import { filterOf, readChoice, unfiltered } from './activity-choice.ts';
import './activity-page.css';
import { ExportButton } from './ExportButton.tsx';
import { MinuteChart } from './MinuteChart.tsx';
import { Totals } from './Totals.tsx';
import { useActivityView, useOverview } from './use-activity.ts';

const modeState = { kept: 'session', read: readMode } as const;
const choiceState = { kept: 'session', read: readChoice } as const;

/** The requests to the server, live. */
export function ActivityPage() {
  const overview = useOverview();
  const [mode, setMode] = useStoredState('activity.mode', modeState);
  const [choice, setChoice] = useStoredState('activity.choice', choiceState);
  const filter = useMemo(() => filterOf(choice), [choice]);
  const [state, loadOlder] = useActivityView(filter);
  const isFiltered = Object.keys(filter).length > 0;
  const isReady = overview !== null && state.generation > 0;
  const isEmpty = isReady && !isFiltered && state.rows.length === 0;
  return (
    <Page
      title={activityText('page.title')}
      subtitle={overview && todayText(overview)}
      toolbar={
        // Totals include all requests.
        mode === 'requests' && (
          <>
            <Field
              className="activity-search"
              label={activityText('page.search')}
              type="search"
              icon={Search}
              placeholder={activityText('page.searchPlaceholder')}
              value={choice.text}
              onChange={(event) => setChoice({ ...choice, text: event.target.value })}
            />
            <ExportButton filter={filter} isEmpty={state.rows.length === 0} />
          </>
        )
      }
    >
      {isEmpty && <NoRequests />}
      {isReady && !isEmpty && (
        <>
          <Charts overview={overview} />
          <ActivityFilters
            mode={mode}
            onMode={setMode}
            choice={choice}
            onChoice={(change) => setChoice({ ...choice, ...change })}
            overview={overview}
          />
          {mode !== 'requests' && <Totals from={totalsStart(mode, overview)} overview={overview} />}
          {mode === 'requests' && state.rows.length > 0 && <ActivityTable state={state} onNearEnd={loadOlder} />}
          {mode === 'requests' && state.rows.length === 0 && <NoMatches onShowAll={() => setChoice(unfiltered)} />}
        </>
      )}
      <ActivityStatusBar
        running={overview?.running ?? null}
        shown={isFiltered && mode === 'requests' ? state.total : null}
        canClear={isReady && !isEmpty}
      />
    </Page>
  );
}

function todayText({ today }: ActivityOverview): string {
  return activityText('page.today', { requests: today.requests, failed: today.errors });
}

/** Midnight of the overview's last minute, or undefined for all requests that are kept. */
function totalsStart(mode: ActivityMode, { minutes }: ActivityOverview): number | undefined {
  return mode === 'totalsToday' ? new Date(minutes.at(-1)?.at ?? 0).setHours(0, 0, 0, 0) : undefined;
}

function Charts({ overview: { minutes } }: { readonly overview: ActivityOverview }) {
  return (
    <section className="charts" aria-label={activityText('charts.name')}>
      <MinuteChart unit="requests" minutes={minutes.map(({ at, requests }) => ({ at, value: requests }))} />
      <MinuteChart unit="tokens" minutes={minutes.map(({ at, tokens }) => ({ at, value: tokens }))} />
    </section>
  );
}

function NoRequests() {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const isExternal = useSnapshot((s) => s.server.actual.state === 'external');
  return (
    <PageBody>
      <EmptyState
        title={activityText('empty.title')}
        actions={<CopyButton text={baseUrl} label={activityText('empty.copyEndpoint')} />}
      >
        {isExternal
          ? activityText('empty.external')
          : activityText.parts('empty.explanation', {
              baseUrl,
              code: (chunks: ReactNode) => <code key="baseUrl">{chunks}</code>,
            })}
      </EmptyState>
    </PageBody>
  );
}

function NoMatches({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <PageBody>
      <EmptyState
        title={activityText('noMatch.title')}
        actions={<Button onClick={onShowAll}>{activityText('noMatch.showAll')}</Button>}
      >
        {activityText('noMatch.explanation')}
      </EmptyState>
    </PageBody>
  );
}
