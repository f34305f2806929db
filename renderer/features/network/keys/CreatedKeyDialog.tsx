import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { encode } from 'uqr';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { NewKey } from '../../../../contract/keys.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Dialog } from '../../../components/Dialog.tsx';

export interface CreatedKeyDialogProps {
  readonly name: string;
  readonly scope: NewKey['scope'];
  readonly secret: string;
  readonly onClose: () => void;
  /** The element that the focus returns to. */
  readonly opener: Element | null;
}

/** Shows a new key, this once. Closing it before the key was copied needs a confirmation, once. */
export function CreatedKeyDialog({ name, scope, secret, onClose, opener }: CreatedKeyDialogProps) {
  const code = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const [copyFailed, setCopyFailed] = useState(false);
  const [question, setQuestion] = useState<'notAsked' | 'open' | 'asked'>('notAsked');
  const close = (): void => {
    if (copied || question === 'asked') onClose();
    else setQuestion('open');
  };
  const selectKey = (): void => {
    setCopyFailed(true);
    if (code.current) window.getSelection()?.selectAllChildren(code.current);
  };
  const showsFailure = copyFailed && !copied;
  return (
    <Dialog
      open
      onClose={close}
      opener={opener}
      title={keysText('created.title', { name })}
      description={keysText('created.description')}
      footer={
        <ConfirmPopover
          open={question === 'open'}
          onOpenChange={() => setQuestion('asked')}
          title={keysText('created.closeTitle')}
          confirm={keysText('created.close')}
          onConfirm={onClose}
          anchor={<Button onClick={close}>{keysText('created.done')}</Button>}
        >
          {keysText('created.closeConsequence')}
        </ConfirmPopover>
      }
    >
      <div className="key-box">
        <code ref={code} onCopy={() => setCopied(true)}>
          {secret}
        </code>
        <CopyKeyButton secret={secret} onCopied={() => setCopied(true)} onFailed={selectKey} />
      </div>
      <p className={showsFailure ? 'field-error' : 'sr'} aria-live="polite">
        {showsFailure && keysText('created.copyFailed')}
      </p>
      <div className="key-use">
        <p className="hint">
          {keysText.parts('created.use', { scope, code: (header) => <code key="header">{header}</code> })}
        </p>
        <QrCode text={secret} label={keysText('created.qrCode', { name })} />
      </div>
    </Dialog>
  );
}

interface CopyKeyButtonProps {
  readonly secret: string;
  readonly onCopied: () => void;
  /** The browser didn't allow it. */
  readonly onFailed: () => void;
}

function CopyKeyButton({ secret, onCopied, onFailed }: CopyKeyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
      onCopied();
    } catch {
      onFailed();
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <>
      <Button variant="primary" onClick={() => void copy()} aria-label={keysText('created.copy')}>
        <Icon className="icon s13" />
        {keysText(copied ? 'created.copied' : 'created.copy')}
      </Button>
      <span className="sr" aria-live="polite">
        {copied && keysText('created.copied')}
      </span>
    </>
  );
}

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** Black on white in both themes: many readers can't read an inverted code. */
function QrCode({ text, label }: QrCodeProps) {
  // Modules of size 1, with the quiet zone of 4 that the QR standard requires.
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
