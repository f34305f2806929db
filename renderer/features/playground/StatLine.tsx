import type { MessageStats } from '../../../contract/conversations.ts';
import { statFigures } from './chat/response-stats.ts';

/** The figures of the last answer. */
export function StatLine({ stats }: { readonly stats: MessageStats | null }) {
  const figures = statFigures(stats);
  return (
    <footer className="statline">
      {figures.map(({ before, value, after }) => (
        <span key={`${before}${after}`}>
          {before} <b>{value}</b> {after}
        </span>
      ))}
      {figures.length === 0 && <span>No answer yet.</span>}
    </footer>
  );
}
