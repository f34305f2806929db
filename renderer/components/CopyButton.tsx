import { Check, CircleAlert, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

export interface CopyButtonProps {
  readonly text: string | (() => string);
  /** Verb and object: `Copy endpoint`. */
  readonly label: string;
  /** Without the word `Copy`, for narrow rows. */
  readonly iconOnly?: boolean;
  readonly quiet?: boolean;
}

/** How long the outcome stays, in milliseconds. */
const shownMs = { copied: 1500, 'not-copied': 4000 };
const icons = { none: Copy, copied: Check, 'not-copied': CircleAlert };

/** Copies a text; for a moment shows whether that worked, and says so politely. */
export function CopyButton({ text, label, iconOnly = false, quiet = iconOnly }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'not-copied'>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), shownMs[outcome]);
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
  const words = { none: 'Copy', copied: 'Copied', 'not-copied': 'Not copied' }[outcome];
  const Icon = icons[outcome];
  return (
    <>
      <Button
        size="small"
        variant={quiet ? 'quiet' : 'plain'}
        className={[iconOnly && 'icon-only', outcome !== 'none' && outcome].filter(Boolean).join(' ')}
        aria-label={label}
        tooltip={outcome === 'not-copied' ? words : label}
        onClick={() => void copy()}
      >
        <Icon className="icon s13" />
        {!iconOnly && words}
      </Button>
      <span className="sr" aria-live="polite">
        {outcome === 'none' ? '' : words}
      </span>
    </>
  );
}
