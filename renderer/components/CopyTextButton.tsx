import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { Button } from './Button.tsx';

export interface CopyTextButtonProps {
  /** What the button says: `Copy All`. */
  readonly label: string;
  readonly tooltip: string;
  readonly text: () => string | Promise<string>;
}

/** How long the outcome is shown, in milliseconds. */
const OUTCOME_SHOWN_MS = 1500;
const outcomeKeys = { copied: 'copy.done', failed: 'copy.failed' } as const;

/** Copies a text that is made when the button is clicked. */
export function CopyTextButton({ label, tooltip, text }: CopyTextButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'busy' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome !== 'copied' && outcome !== 'failed') return;
    const timer = setTimeout(() => setOutcome('none'), OUTCOME_SHOWN_MS);
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
  const status = outcome === 'copied' || outcome === 'failed' ? shellText(outcomeKeys[outcome]) : '';
  return (
    <>
      <Button aria-label={label} tooltip={tooltip} disabled={outcome === 'busy'} onClick={() => void copy()}>
        {outcome === 'copied' ? <Check className="icon s13" /> : <Copy className="icon s13" />}
        {status || label}
      </Button>
      <span className="sr" aria-live="polite">
        {status}
      </span>
    </>
  );
}
