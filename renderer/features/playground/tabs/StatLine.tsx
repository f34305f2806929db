import type { ReactNode } from 'react';
import type { MessageStats } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { formatOneDigit } from '../../../../contract/derived/format/format-number.ts';
import { formatWait } from './response-stats.ts';

const emptyStats: MessageStats = {
  firstTokenMs: null,
  tokensPerSecond: null,
  promptTokens: null,
  completionTokens: null,
};

/** The statistics of the last response; unknown ones are left out. */
export function StatLine({ stats }: { readonly stats: MessageStats | null }) {
  const { firstTokenMs, tokensPerSecond, promptTokens, completionTokens } = stats ?? emptyStats;
  const isEmpty = [firstTokenMs, tokensPerSecond, promptTokens, completionTokens].every((figure) => figure === null);
  return (
    <footer className="statline">
      {firstTokenMs !== null && (
        <span>{playgroundText.parts('stats.firstToken', { wait: formatWait(firstTokenMs), b: boldFigure })}</span>
      )}
      {tokensPerSecond !== null && (
        <span>{playgroundText.parts('stats.speed', { speed: formatOneDigit(tokensPerSecond), b: boldFigure })}</span>
      )}
      {promptTokens !== null && (
        <span>{playgroundText.parts('stats.promptTokens', { count: promptTokens, b: boldFigure })}</span>
      )}
      {completionTokens !== null && (
        <span>{playgroundText.parts('stats.completionTokens', { count: completionTokens, b: boldFigure })}</span>
      )}
      {isEmpty && <span>{playgroundText('stats.none')}</span>}
    </footer>
  );
}

/** The figure in the text of a statistic, its tag `<b>`. */
export function boldFigure(chunks: ReactNode): ReactNode {
  return <b key="figure">{chunks}</b>;
}
