import { Check, Copy } from 'lucide-react';
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

/** How long the tick stays, in milliseconds. */
const shownMs = 1500;

/** Copies a text; turns into a tick and "Copied" for a moment and says so politely. */
export function CopyButton({ text, label, iconOnly = false, quiet = iconOnly }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  const words = { none: 'Copy', copied: 'Copied', failed: 'Not copied' }[outcome];
  return (
    <>
      <Button
        size="small"
        variant={quiet ? 'quiet' : 'plain'}
        className={[iconOnly && 'icon-only', outcome === 'copied' && 'copied'].filter(Boolean).join(' ')}
        aria-label={label}
        tooltip={label}
        onClick={() => void copy()}
      >
        {outcome === 'copied' ? <Check className="icon s13" /> : <Copy className="icon s13" />}
        {!iconOnly && words}
      </Button>
      <span className="sr" aria-live="polite">
        {outcome === 'none' ? '' : words}
      </span>
    </>
  );
}
