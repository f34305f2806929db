import { useRef, useState } from 'react';
import type { NewKey } from '../../../../contract/keys.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { CopyKeyButton } from './CopyKeyButton.tsx';
import { scopeWords } from './key-text.ts';
import { QrCode } from './QrCode.tsx';

export interface CreatedKeyDialogProps {
  readonly name: string;
  readonly scope: NewKey['scope'];
  readonly secret: string;
  readonly onClose: () => void;
  /** Gets the focus back. */
  readonly opener: Element | null;
}

/** Shows a new key this once. Closing it without having copied the key asks once. */
export function CreatedKeyDialog({ name, scope, secret, onClose, opener }: CreatedKeyDialogProps) {
  const code = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const [refused, setRefused] = useState(false);
  const [question, setQuestion] = useState<'unasked' | 'open' | 'answered'>('unasked');
  const close = (): void => {
    if (copied || question === 'answered') onClose();
    else setQuestion('open');
  };
  const selectKey = (): void => {
    setRefused(true);
    if (code.current) window.getSelection()?.selectAllChildren(code.current);
  };
  return (
    <Dialog
      open
      onClose={close}
      opener={opener}
      title={`Key “${name}” created`}
      description="Copy it now. Corral keeps only a fingerprint and can’t show it again."
      footer={
        <ConfirmPopover
          open={question === 'open'}
          onOpenChange={() => setQuestion('answered')}
          title="Close without copying the key?"
          confirm="Close"
          onConfirm={onClose}
          anchor={<Button onClick={close}>Done</Button>}
        >
          It can’t be shown again. If it is lost, revoke it and make a new one.
        </ConfirmPopover>
      }
    >
      <div className="key-box">
        <code ref={code} onCopy={() => setCopied(true)}>
          {secret}
        </code>
        <CopyKeyButton secret={secret} onCopied={() => setCopied(true)} onRefused={selectKey} />
      </div>
      <p className={refused && !copied ? 'field-error' : 'sr'} aria-live="polite">
        {refused && !copied && 'It could not be copied from here. The key is selected: copy it by the keyboard.'}
      </p>
      <div className="key-use">
        <p className="hint">
          {scopeWords[scope].name}
          {scope === 'inference' ? ' only. ' : ' access. '}
          Send it as <code>Authorization: Bearer …</code>, or paste it where an app asks for an OpenAI API key. A phone
          or tablet can read it from the QR code.
        </p>
        <QrCode text={secret} label={`QR code of the key ${name}`} />
      </div>
    </Dialog>
  );
}
