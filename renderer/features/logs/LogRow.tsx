import { memo } from 'react';
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
  /** The text that is searched for, in lower case; empty for none. */
  readonly search: string;
}

/** One line: time, level, where it comes from, what it says. A warning or an error shows itself whole. */
export const LogRow = memo(function LogRow({ line, search }: LogRowProps) {
  const { source, message, rest } = lineParts(line);
  return (
    <div className={`log-line ${line.level}`}>
      <span className="when">{line.at === null ? '' : clock.format(line.at)}</span>
      <span className="level">{words[line.level]}</span>
      <span className="source clip">{source}</span>
      <span className="message">
        <Marked text={message} search={search} />
        {rest && (
          <span className="rest">
            {' '}
            <Marked text={rest} search={search} />
          </span>
        )}
      </span>
      <span className="copy">
        <CopyButton text={line.text} label="Copy line" iconOnly />
      </span>
    </div>
  );
});

function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      <Marked text={text.slice(at + search.length)} search={search} />
    </>
  );
}
