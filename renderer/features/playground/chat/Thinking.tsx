import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatDuration } from '../../../../contract/derived/format/format-duration.ts';

export interface ThinkingProps {
  readonly text: string;
  /** Milliseconds; null where it wasn't kept. */
  readonly tookMs: number | null;
  readonly under: 'way' | 'done';
}

/** A model's reasoning, folded away. It is plain text: nobody formats a thought. */
export function Thinking({ text, tookMs, under }: ThinkingProps) {
  const [open, setOpen] = useState(false);
  const took = tookMs === null ? '' : ` for ${formatDuration(Math.max(1000, tookMs))}`;
  return (
    <div className="thinking">
      <button type="button" className="thought" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight className="icon tw" />
        {under === 'way' ? 'Thinking…' : `Thought${took}`}
      </button>
      {open && <div className="thought-text">{text}</div>}
    </div>
  );
}
