import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';

export interface CopyKeyButtonProps {
  readonly secret: string;
  readonly onCopied: () => void;
  /** The browser doesn't let us copy; the person has to. */
  readonly onRefused: () => void;
}

/** Copies the key, and says whether that worked: it can't be shown again. */
export function CopyKeyButton({ secret, onCopied, onRefused }: CopyKeyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
      onCopied();
    } catch {
      onRefused();
    }
  };
  return (
    <>
      <Button variant="primary" onClick={() => void copy()} aria-label="Copy Key">
        {copied ? <Check className="icon s13" /> : <Copy className="icon s13" />}
        {copied ? 'Copied' : 'Copy Key'}
      </Button>
      <span className="sr" aria-live="polite">
        {copied && 'Copied'}
      </span>
    </>
  );
}
