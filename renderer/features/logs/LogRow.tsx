import { memo, useState } from 'react';
import type { LogLine } from '../../../contract/logs.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { lineParts } from './line-parts.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

const words: Readonly<Record<LogLine['level'], string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  request: 'INFO',
  raw: '',
};

export interface LogRowProps {
  readonly line: LogLine;
  /** What is searched for; null for nothing. */
  readonly pattern: RegExp | null;
  /** The match the search stands at. */
  readonly isCurrent: boolean;
}

/** One line: time, level, where it comes from, what it says. A warning, an error and the current match show themselves whole. */
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
      <span className="when">{line.at === null ? '' : clock.format(line.at)}</span>
      <span className="level">{words[line.level]}</span>
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
      {/* Drawn where it is wanted: in every row it would be half of the work of scrolling. */}
      {(isPointedAt || isCurrent) && (
        <span className="copy">
          <CopyButton text={line.text} label="Copy line" iconOnly />
        </span>
      )}
    </div>
  );
});

function Marked({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }) {
  const found = pattern?.exec(text);
  if (!found) return text;
  const end = found.index + found[0].length;
  return (
    <>
      {text.slice(0, found.index)}
      <mark>{found[0]}</mark>
      <Marked text={text.slice(end)} pattern={pattern} />
    </>
  );
}
