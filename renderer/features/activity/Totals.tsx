import { useEffect, useState } from 'react';
import type { ActivityOverview, ActivitySum, ActivityTotals } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { formatCount } from '../../../contract/derived/format/format-number.ts';
import { formatDay } from '../../../contract/derived/format/format-time.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';
import { Banner } from '../../components/Banner.tsx';

export interface TotalsProps {
  /** Milliseconds since the epoch; undefined for all requests that are kept. */
  readonly from: number | undefined;
  readonly overview: ActivityOverview;
}

/** Requests and tokens by model, key and day. */
export function Totals({ from, overview }: TotalsProps) {
  const { totals, problem } = useTotals(from, overview);
  return (
    <div className="scroll pad totals">
      {problem !== null && (
        <Banner tone="bad" title={activityText('totals.failed')}>
          {problem}
        </Banner>
      )}
      {totals && <TotalsTables totals={totals} />}
    </div>
  );
}

interface LoadedTotals {
  /** Null until they have arrived. */
  readonly totals: ActivityTotals | null;
  readonly problem: string | null;
}

/** Loads the totals again with each overview. */
function useTotals(from: number | undefined, overview: ActivityOverview): LoadedTotals {
  const client = useClient();
  const [loaded, setLoaded] = useState<LoadedTotals>({ totals: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new overview means that the totals have changed
  useEffect(() => {
    let isCanceled = false;
    const load = async (): Promise<void> => {
      try {
        const totals = await client.activity.totals(from === undefined ? {} : { from });
        if (!isCanceled) setLoaded({ totals, problem: null });
      } catch (error) {
        if (!isCanceled) setLoaded(({ totals }) => ({ totals, problem: errorMessage(error) }));
      }
    };
    void load();
    return () => {
      isCanceled = true;
    };
  }, [client, from, overview]);
  return loaded;
}

function TotalsTables({ totals: { all, byModel, byKey, byDay } }: { readonly totals: ActivityTotals }) {
  const now = Date.now();
  return (
    <>
      <p className="sum">
        {activityText('totals.all', {
          requests: all.requests,
          failed: all.errors,
          input: all.promptTokens,
          output: all.completionTokens,
        })}
      </p>
      <TotalsTable
        title={activityText('totals.byModel')}
        head={activityText('totals.model')}
        rows={byModel.map((sum) => ({ name: sum.model ?? activityText('totals.noModel'), sum }))}
      />
      <TotalsTable
        title={activityText('totals.byKey')}
        head={activityText('totals.key')}
        rows={byKey.map((sum) => ({ name: sum.key?.name ?? activityText('totals.noKey'), sum }))}
      />
      <TotalsTable
        title={activityText('totals.byDay')}
        head={activityText('totals.day')}
        rows={byDay.map((sum) => ({ name: formatDay(Date.parse(`${sum.day}T00:00`), now), sum }))}
      />
    </>
  );
}

interface TotalsTableProps {
  readonly title: string;
  /** The header of the names. */
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly sum: ActivitySum }[];
}

const figureColumns = ['tokens', 'input', 'output', 'requests', 'failedRequests'] as const;

function TotalsTable({ title, head, rows }: TotalsTableProps) {
  const maxTokens = Math.max(1, ...rows.map(({ sum }) => tokensOf(sum)));
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <table className="group">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {figureColumns.map((column) => (
              <th key={column} scope="col">
                {activityText(`totals.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, sum }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two keys can have the same name; the rows have no state
            <TotalsRow key={`${name} ${index}`} name={name} sum={sum} maxTokens={maxTokens} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface TotalsRowProps {
  readonly name: string;
  readonly sum: ActivitySum;
  /** The longest bar of the table. */
  readonly maxTokens: number;
}

function TotalsRow({ name, sum, maxTokens }: TotalsRowProps) {
  return (
    <tr>
      <th scope="row" className="clip" title={name}>
        {name}
      </th>
      <td className="share" data-column={activityText('totals.tokens')}>
        <div>
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${(tokensOf(sum) / maxTokens) * 100}%` }} />
          </span>
          <span>{formatCount(tokensOf(sum))}</span>
        </div>
      </td>
      <td data-column={activityText('totals.input')}>{formatCount(sum.promptTokens)}</td>
      <td data-column={activityText('totals.output')}>{formatCount(sum.completionTokens)}</td>
      <td data-column={activityText('totals.requests')}>{formatCount(sum.requests)}</td>
      <td data-column={activityText('totals.failedRequests')} className={sum.errors > 0 ? 'bad-text' : undefined}>
        {formatCount(sum.errors)}
      </td>
    </tr>
  );
}

function tokensOf({ promptTokens, completionTokens }: ActivitySum): number {
  return promptTokens + completionTokens;
}
