import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

export interface CopyTextButtonProps {
  /** What the button says: `Copy All`. */
  readonly label: string;
  readonly tooltip: string;
  readonly text: () => string | Promise<string>;
}

/** How long the outcome stays, in milliseconds. */
const shownMs = 1500;

/** Copies a text that is made when it is asked for. */
export function CopyTextButton({ label, tooltip, text }: CopyTextButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'busy' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome !== 'copied' && outcome !== 'failed') return;
    const timer = setTimeout(() => setOutcome('none'), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    setOutcome('busy');
    try {
      await navigator.clipboard.writeText(await text());
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  const words = { none: '', busy: '', copied: 'Copied', failed: 'Not copied' }[outcome];
  return (
    <>
      <Button aria-label={label} tooltip={tooltip} disabled={outcome === 'busy'} onClick={() => void copy()}>
        {outcome === 'copied' ? <Check className="icon s13" /> : <Copy className="icon s13" />}
        {words || label}
      </Button>
      <span className="sr" aria-live="polite">
        {words}
      </span>
    </>
  );
}
