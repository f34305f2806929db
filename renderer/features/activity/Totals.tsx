import type { ActivityOverview, ActivitySum, ActivityTotals } from '../../../contract/activity.ts';
import { formatDay } from '../../../contract/derived/format/format-time.ts';
import { Banner } from '../../components/Banner.tsx';
import { count, counted } from './activity-figures.ts';
import { useTotals } from './use-totals.ts';

export interface TotalsProps {
  /** Undefined for all that is kept. */
  readonly from: number | undefined;
  readonly overview: ActivityOverview;
}

/** Requests and tokens by model, key and day. */
export function Totals({ from, overview }: TotalsProps) {
  const { totals, problem } = useTotals(from, overview);
  return (
    <div className="scroll pad totals">
      {problem !== null && (
        <Banner tone="bad" title="The totals could not be made">
          {problem}
        </Banner>
      )}
      {totals && <AllTotals totals={totals} />}
    </div>
  );
}

function AllTotals({ totals: { all, byModel, byKey, byDay } }: { readonly totals: ActivityTotals }) {
  const now = Date.now();
  return (
    <>
      <p className="sum">
        {counted(all.requests, 'request')}, {count(all.errors)} failed. {counted(all.promptTokens, 'token')} in,{' '}
        {count(all.completionTokens)} out.
      </p>
      <TotalsTable
        title="By model"
        head="Model"
        rows={byModel.map((sum) => ({ name: sum.model ?? 'Without a model', sum }))}
      />
      <TotalsTable
        title="By key"
        head="Key"
        rows={byKey.map((sum) => ({ name: sum.key?.name ?? 'Without a key', sum }))}
      />
      <TotalsTable
        title="By day"
        head="Day"
        rows={byDay.map((sum) => ({ name: formatDay(Date.parse(`${sum.day}T00:00`), now), sum }))}
      />
    </>
  );
}

interface TotalsTableProps {
  readonly title: string;
  /** Over the names. */
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly sum: ActivitySum }[];
}

function tokensOf({ promptTokens, completionTokens }: ActivitySum): number {
  return promptTokens + completionTokens;
}

function TotalsTable({ title, head, rows }: TotalsTableProps) {
  const most = Math.max(1, ...rows.map(({ sum }) => tokensOf(sum)));
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <table className="group">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Tokens</th>
            <th scope="col">In</th>
            <th scope="col">Out</th>
            <th scope="col">Requests</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, sum }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two keys can have one name; the rows hold no state
            <tr key={`${name} ${index}`}>
              <th scope="row" className="clip" title={name}>
                {name}
              </th>
              <td className="share">
                <div>
                  <span className="bar" aria-hidden="true">
                    <i style={{ width: `${(tokensOf(sum) / most) * 100}%` }} />
                  </span>
                  <span>{count(tokensOf(sum))}</span>
                </div>
              </td>
              <td>{count(sum.promptTokens)}</td>
              <td>{count(sum.completionTokens)}</td>
              <td>{count(sum.requests)}</td>
              <td className={sum.errors > 0 ? 'bad-text' : undefined}>{count(sum.errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
