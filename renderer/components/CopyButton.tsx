import { Check, CircleAlert, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { Button } from './Button.tsx';

export interface CopyButtonProps {
  readonly text: string | (() => string);
  /** Verb and object: `Copy endpoint`. */
  readonly label: string;
  /** Without the word `Copy`, for narrow rows. */
  readonly iconOnly?: boolean;
  readonly quiet?: boolean;
}

/** How long the outcome is shown, in milliseconds. */
const OUTCOME_SHOWN_MS = { copied: 1500, 'not-copied': 4000 };
const outcomeKeys = { none: 'copy', copied: 'copy.done', 'not-copied': 'copy.failed' } as const;
const icons = { none: Copy, copied: Check, 'not-copied': CircleAlert };

/** Copies a text, then briefly shows and announces whether that worked. */
export function CopyButton({ text, label, iconOnly = false, quiet = iconOnly }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'not-copied'>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), OUTCOME_SHOWN_MS[outcome]);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setOutcome('copied');
    } catch {
      setOutcome('not-copied');
    }
  };
  const status = shellText(outcomeKeys[outcome]);
  const Icon = icons[outcome];
  return (
    <>
      <Button
        size="small"
        variant={quiet ? 'quiet' : 'plain'}
        className={[iconOnly && 'icon-only', outcome !== 'none' && outcome].filter(Boolean).join(' ')}
        aria-label={label}
        tooltip={outcome === 'not-copied' ? status : label}
        onClick={() => void copy()}
      >
        <Icon className="icon s13" />
        {!iconOnly && status}
      </Button>
      <span className="sr" aria-live="polite">
        {outcome === 'none' ? '' : status}
      </span>
    </>
  );
}
