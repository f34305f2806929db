import { Search } from 'lucide-react';
import { useMemo } from 'react';
import type { ActivityOverview } from '../../../contract/activity.ts';
import { useLinkState } from '../../client/corral-context.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { useStoredState } from '../../components/stored-state.ts';
import { ActivityFilters, readMode } from './ActivityFilters.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import { everything, filterOf, readChoice } from './activity-choice.ts';
import { count, counted } from './activity-figures.ts';
import './activity-page.css';
import { ClearButton } from './ClearButton.tsx';
import { ExportButton } from './ExportButton.tsx';
import { MinuteChart } from './MinuteChart.tsx';
import { Totals } from './Totals.tsx';
import { useActivityView } from './use-activity-view.ts';
import { useOverview } from './use-overview.ts';

const chosenMode = { kept: 'session', read: readMode } as const;
const chosenRequests = { kept: 'session', read: readChoice } as const;

/** Who asked the server what, live. */
export function ActivityPage() {
  const overview = useOverview();
  const isLive = useLinkState() === 'open';
  const [mode, setMode] = useStoredState('activity.mode', chosenMode);
  const [choice, setChoice] = useStoredState('activity.choice', chosenRequests);
  const filter = useMemo(() => filterOf(choice), [choice]);
  const [state, loadOlder] = useActivityView(filter);
  const isFiltered = Object.keys(filter).length > 0;
  const isReady = overview !== null && state.generation > 0;
  const isEmpty = isReady && !isFiltered && state.rows.length === 0;
  return (
    <Page
      title="Activity"
      subtitle={overview && todayInWords(overview)}
      toolbar={
        // The totals are of all requests.
        mode === 'requests' && (
          <>
            <Field
              className="activity-search"
              label="Search requests"
              type="search"
              icon={Search}
              placeholder="Caller, key or model"
              value={choice.text}
              onChange={(event) => setChoice({ ...choice, text: event.target.value })}
            />
            <ExportButton filter={filter} isEmpty={state.rows.length === 0} />
          </>
        )
      }
    >
      {isEmpty && (
        <PageBody>
          <NoRequests />
        </PageBody>
      )}
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
          {mode !== 'requests' && (
            <Totals from={mode === 'totalsToday' ? midnightOf(overview) : undefined} overview={overview} />
          )}
          {mode === 'requests' && state.rows.length > 0 && <ActivityTable state={state} onNearEnd={loadOlder} />}
          {mode === 'requests' && state.rows.length === 0 && (
            <PageBody>
              <EmptyState
                title="No request matches"
                actions={<Button onClick={() => setChoice(everything)}>Show All Requests</Button>}
              >
                Search for something else, or show all requests.
              </EmptyState>
            </PageBody>
          )}
        </>
      )}
      <footer className="statusbar">
        {overview && (
          <span className="nowrap">
            {isLive ? `Live. ${count(overview.running)} answering.` : 'Not live: the connection is lost.'}
          </span>
        )}
        {isFiltered && mode === 'requests' && <span className="nowrap">{counted(state.total, 'request')} shown.</span>}
        <span className="grow" />
        <span className="clip" title="At most 10,000 requests, and of those without a valid key the last 200">
          Prompts and answers are not recorded. The list keeps 7 days.
        </span>
        {isReady && !isEmpty && <ClearButton />}
      </footer>
    </Page>
  );
}

function todayInWords({ today }: ActivityOverview): string {
  return `Today: ${counted(today.requests, 'request')}, ${count(today.errors)} failed`;
}

/** Of the day of the last minute. */
function midnightOf({ minutes }: ActivityOverview): number {
  return new Date(minutes.at(-1)?.at ?? 0).setHours(0, 0, 0, 0);
}

function Charts({ overview: { minutes } }: { readonly overview: ActivityOverview }) {
  return (
    <section className="charts" aria-label="Last 60 minutes">
      <MinuteChart what="request" minutes={minutes.map(({ at, requests }) => ({ at, value: requests }))} />
      <MinuteChart what="token" minutes={minutes.map(({ at, tokens }) => ({ at, value: tokens }))} />
    </section>
  );
}

function NoRequests() {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  return (
    <EmptyState title="No requests yet" actions={<CopyButton text={baseUrl} label="Copy endpoint" />}>
      Point an app at <code>{baseUrl}</code>, or chat in the Playground, and its requests appear here.
    </EmptyState>
  );
}
