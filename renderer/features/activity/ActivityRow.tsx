import { memo, type ReactNode } from 'react';
import type { CustomItemComponentProps } from 'virtua';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { formatDateTime } from '../../../contract/derived/format/format-time.ts';
import { count, counted, seconds, speed, timeOfWeek, unknownFigure } from './activity-figures.ts';
import { statusLabel } from './status-label.ts';

/** The list's frame of a row; the head is the first row of the table. */
export function ActivityFrame({ ref, style, index, children }: CustomItemComponentProps) {
  return (
    <tr ref={ref} className={`request ${index % 2 === 0 ? 'even' : 'odd'}`} style={style} aria-rowindex={index + 2}>
      {children}
    </tr>
  );
}

export interface ActivityRowProps {
  readonly entry: ActivityEntry;
  /** When today began. */
  readonly midnight: number;
}

/** The cells of one request. What there is no room for is in their tooltips. */
export const ActivityRow = memo(function ActivityRow({ entry, midnight }: ActivityRowProps) {
  const { at, client, key, model, method, path, direct } = entry;
  const { tone, words } = statusLabel(entry);
  const past = direct ? `${client}, past Corral: the server's access log tells no more than this` : client;
  return (
    <>
      <td className="secondary" title={formatDateTime(at, Date.now())}>
        {timeOfWeek(at, midnight)}
      </td>
      <Cell title={past}>{client}</Cell>
      <Cell title={key?.name}>{key?.name ?? unknownFigure}</Cell>
      <Cell title={model ?? undefined}>{model ?? unknownFigure}</Cell>
      <Cell title={`${method} ${path}`}>{path}</Cell>
      <td className="status" title={figuresInWords(entry, words)}>
        <span className={`dot ${tone}`} aria-hidden="true" />
        <span className={`clip${tone === 'bad' || tone === 'warn' ? ` ${tone}-text` : ''}`}>{words}</span>
      </td>
      <Cell className="right wide">{seconds(entry.firstTokenMs)}</Cell>
      <Cell className="right wide">{seconds(entry.durationMs)}</Cell>
      <Cell className="right wide">{speed(entry.tokensPerSecond)}</Cell>
      <Cell className="right wide">{count(entry.promptTokens)}</Cell>
      <Cell className="right">{count(entry.completionTokens)}</Cell>
    </>
  );
});

/** `200, took 3.72 s, first token after 0.60 s, 147.4 tok/s, 1,580 tokens in`: as far as it is known. */
function figuresInWords(entry: ActivityEntry, status: string): string {
  const { durationMs, firstTokenMs, tokensPerSecond, promptTokens } = entry;
  const figures = [
    durationMs !== null && `took ${seconds(durationMs)}`,
    firstTokenMs !== null && `first token after ${seconds(firstTokenMs)}`,
    tokensPerSecond !== null && `${speed(tokensPerSecond)} tok/s`,
    promptTokens !== null && `${counted(promptTokens, 'token')} in`,
  ];
  return [status, ...figures].filter(Boolean).join(', ');
}

interface CellProps {
  readonly className?: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

function Cell({ className = '', title, children }: CellProps) {
  const isUnknown = children === unknownFigure;
  return (
    <td className={`clip ${className}${isUnknown ? ' none' : ''}`} title={title}>
      {isUnknown ? <span aria-hidden="true">{unknownFigure}</span> : children}
    </td>
  );
}
