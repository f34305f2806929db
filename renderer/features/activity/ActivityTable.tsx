import { memo } from 'react';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { statusWords, tokensPerSecond } from './activity-row.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const oneDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-GB');

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`);
const count = (value: number | null): string => (value === null ? '–' : whole.format(value));

/** The requests, newest first. */
export function ActivityTable({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  return (
    <div className="activity scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Model</th>
            <th scope="col">Endpoint</th>
            <th scope="col">Status</th>
            <th scope="col" className="right">
              First byte
            </th>
            <th scope="col" className="right">
              Total
            </th>
            <th scope="col" className="right">
              Tok/s
            </th>
            <th scope="col" className="right">
              In
            </th>
            <th scope="col" className="right">
              Out
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ActivityRow = memo(function ActivityRow({ entry }: { readonly entry: ActivityEntry }) {
  const { tone, words } = statusWords(entry);
  const speed = tokensPerSecond(entry);
  return (
    <tr>
      <td className="num secondary">{clock.format(entry.at)}</td>
      <td className="clip">{entry.model ?? '–'}</td>
      <td className="clip" title={`${entry.method} ${entry.path}`}>
        {entry.path}
      </td>
      <td className={tone === 'bad' ? 'bad-text' : tone === 'warn' ? 'warn-text' : undefined}>
        <span className={`dot ${tone}`} aria-hidden="true" /> {words}
      </td>
      <td className="num right">{seconds(entry.firstByteMs)}</td>
      <td className="num right">{seconds(entry.durationMs)}</td>
      <td className="num right">{speed === null ? '–' : oneDigit.format(speed)}</td>
      <td className="num right">{count(entry.promptTokens)}</td>
      <td className="num right">{count(entry.completionTokens)}</td>
    </tr>
  );
});
