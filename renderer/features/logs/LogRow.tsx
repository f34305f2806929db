import { memo, useState } from 'react';
import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { formatClockWithMilliseconds } from '../../../contract/derived/format/format-time.ts';
import type { LogLine } from '../../../contract/logs.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { lineParts } from './line-parts.ts';

/** As the server's log names them. */
const levelNames: Readonly<Record<LogLine['level'], string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  request: 'INFO',
  raw: '',
};

export interface LogRowProps {
  readonly line: LogLine;
  /** The search; null for none. */
  readonly pattern: RegExp | null;
  /** It is the current match of the search. */
  readonly isCurrent: boolean;
}

/** One line: time, level, source, message. */
export const LogRow = memo(function LogRow({ line, pattern, isCurrent }: LogRowProps) {
  const [isPointedAt, setPointedAt] = useState(false);
  const { source, message, rest } = lineParts(line);
  return (
    <div
      className={`log-line ${line.level}${isCurrent ? ' current' : ''}`}
      data-n={line.n}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      <span className="when">{line.at === null ? '' : formatClockWithMilliseconds(line.at)}</span>
      <span className="level">{levelNames[line.level]}</span>
      <span className="source clip">{source}</span>
      <span className="message">
        <Marked text={message} pattern={pattern} />
        {rest && (
          <span className="rest">
            {' '}
            <Marked text={rest} pattern={pattern} />
          </span>
        )}
      </span>
      {/* Only where it is used: rendered in every row, it would double the cost of scrolling. */}
      {(isPointedAt || isCurrent) && (
        <span className="copy">
          <CopyButton text={line.text} label={logsText('list.copyLine')} iconOnly />
        </span>
      )}
    </div>
  );
});

function Marked({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }) {
  const match = pattern?.exec(text);
  if (!match) return text;
  const end = match.index + match[0].length;
  return (
    <>
      {text.slice(0, match.index)}
      <mark>{match[0]}</mark>
      <Marked text={text.slice(end)} pattern={pattern} />
    </>
  );
}
