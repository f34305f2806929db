import { memo } from 'react';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { isSameLine } from './colored-lines.ts';
import type { ColoredText } from './highlight-protocol.ts';
import { grammarFor, languageLabel } from './language-names.ts';
import { useColoredLines } from './use-colored-lines.ts';

/** A fenced block: its language, Copy, and the code in colour. */
export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const lines = useColoredLines(code, grammarFor(language));
  const label = languageLabel(language);
  return (
    <div className="code" dir="ltr">
      <div className="code-head">
        {label}
        <span className="grow" />
        <CopyButton text={code} label="Copy code" iconOnly />
      </div>
      {/* A long line scrolls, so the block takes the focus: the arrow keys have to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>
          {lines.map((runs, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the code
            <CodeLine key={index} runs={runs} />
          ))}
        </code>
      </pre>
    </div>
  );
}

interface CodeLineProps {
  readonly runs: readonly ColoredText[];
}

/** Drawn again only when its text or colours change, so that a growing block costs what its last line costs. */
const CodeLine = memo(
  ({ runs }: CodeLineProps) => (
    <span className="code-line">
      {runs.map(({ text, color }, index) =>
        color === null ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place in the line
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
