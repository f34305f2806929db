import { memo, type ReactNode } from 'react';
import type { CustomItemComponentProps } from 'virtua';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { formatDateTime } from '../../../contract/derived/format/format-time.ts';
import { countOrUnknown, seconds, speed, timeOfWeek, UNKNOWN_FIGURE } from './activity-figures.ts';
import { statusDetail, statusLabel } from './status-label.ts';

/** The virtualized list's element for a row. The column headers are the table's first row. */
export function ActivityFrame({ ref, style, index, children }: CustomItemComponentProps) {
  return (
    <tr ref={ref} className={`request ${index % 2 === 0 ? 'even' : 'odd'}`} style={style} aria-rowindex={index + 2}>
      {children}
    </tr>
  );
}

export interface ActivityRowProps {
  readonly entry: ActivityEntry;
  /** The start of today. */
  readonly midnight: number;
}

/** The cells of one request. Tooltips show what narrow columns cut off. */
export const ActivityRow = memo(function ActivityRow({ entry, midnight }: ActivityRowProps) {
  const { at, client, key, model, method, path, direct } = entry;
  const { tone, text } = statusLabel(entry);
  return (
    <>
      <td className="secondary" title={formatDateTime(at, Date.now())}>
        {timeOfWeek(at, midnight)}
      </td>
      <Cell column="client" title={direct ? activityText('row.direct', { client }) : client}>
        {client}
      </Cell>
      <Cell column="key" title={key?.name}>
        {key?.name ?? UNKNOWN_FIGURE}
      </Cell>
      <Cell column="model" title={model ?? undefined}>
        {model ?? UNKNOWN_FIGURE}
      </Cell>
      <Cell column="endpoint" title={`${method} ${path}`}>
        {path}
      </Cell>
      <td className="status" title={statusTooltip(entry, text)}>
        <span className={`dot ${tone}`} aria-hidden="true" />
        <span className={`clip${tone === 'bad' || tone === 'warn' ? ` ${tone}-text` : ''}`}>{text}</span>
      </td>
      <Cell column="firstToken" className="right wide">
        {seconds(entry.firstTokenMs)}
      </Cell>
      <Cell column="duration" className="right wide">
        {seconds(entry.durationMs)}
      </Cell>
      <Cell column="speed" className="right wide">
        {speed(entry.tokensPerSecond)}
      </Cell>
      <Cell column="input" className="right wide">
        {countOrUnknown(entry.promptTokens)}
      </Cell>
      <Cell column="output" className="right">
        {countOrUnknown(entry.completionTokens)}
      </Cell>
    </>
  );
});

/** `200, took 3.72 s, first token after 0.60 s, 147.4 tok/s, 1,580 tokens in`: the known figures, then the detail. */
function statusTooltip(entry: ActivityEntry, status: string): string {
  const { durationMs, firstTokenMs, tokensPerSecond, promptTokens } = entry;
  const figures = [
    status,
    durationMs !== null && activityText('figures.duration', { duration: seconds(durationMs) }),
    firstTokenMs !== null && activityText('figures.firstToken', { wait: seconds(firstTokenMs) }),
    tokensPerSecond !== null && activityText('figures.speed', { speed: speed(tokensPerSecond) }),
    promptTokens !== null && activityText('figures.input', { count: promptTokens }),
  ];
  return [figures.filter(Boolean).join(', '), statusDetail(entry)].filter(Boolean).join('\n');
}

interface CellProps {
  /** Named beside the value where there is no room for columns. */
  readonly column: 'client' | 'key' | 'model' | 'endpoint' | 'firstToken' | 'duration' | 'speed' | 'input' | 'output';
  readonly className?: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

function Cell({ column, className = '', title, children }: CellProps) {
  const isUnknown = children === UNKNOWN_FIGURE;
  return (
    <td
      data-column={activityText(`column.${column}`)}
      className={`clip ${className}${isUnknown ? ' none' : ''}`}
      title={title}
    >
      {isUnknown ? <span aria-hidden="true">{UNKNOWN_FIGURE}</span> : children}
    </td>
  );
}
