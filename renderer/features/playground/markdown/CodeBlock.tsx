import { memo } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { isSameLine } from './colored-lines.ts';
import type { ColoredText } from './highlight-protocol.ts';
import { grammarFor, languageLabel } from './language-names.ts';
import { useColoredLines } from './use-colored-lines.ts';

interface CodeLineProps {
  readonly runs: readonly ColoredText[];
}

/** Redrawn only when its text or colors change, so that a growing block costs no more than its last line. */
const CodeLine = memo(
  ({ runs }: CodeLineProps) => (
    <span className="code-line">
      {runs.map(({ text, color }, index) =>
        color === null ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run is identified by its position
          <span key={index} style={{ color }}>
            {text}
          </span>
        ),
      )}
      {'\n'}
    </span>
  ),
  (before, after) => isSameLine(before.runs, after.runs),
);
CodeLine.displayName = 'CodeLine';

/** A fenced block: its language, Copy, and the highlighted code. */
export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const lines = useColoredLines(code, grammarFor(language));
  const label = languageLabel(language);
  return (
    <div className="code" dir="ltr">
      <div className="code-head">
        {label}
        <span className="grow" />
        <CopyButton text={code} label={playgroundText('markdown.copyCode')} iconOnly />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and the arrow keys have to reach them */}
      <pre tabIndex={0}>
        <code>
          {lines.map((runs, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is identified by its position
            <CodeLine key={index} runs={runs} />
          ))}
        </code>
      </pre>
    </div>
  );
}
