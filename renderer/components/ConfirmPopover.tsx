import { Anchor, Content, Portal, Root } from 'radix-ui/popover';
import { type ReactNode, useId, useRef } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { Button } from './Button.tsx';
import { usePageRoot } from './page-root.ts';

export interface ConfirmPopoverProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** A question: `Delete qwen3:8b?` */
  readonly title: string;
  /** What is lost and what stays. */
  readonly children: ReactNode;
  /** The verb of the button that does it. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  /** The control it belongs to; the popover appears at it. */
  readonly anchor: ReactNode;
}

/** Asks before something is lost, next to the button that was clicked. Return confirms, Escape cancels. */
export function ConfirmPopover(props: ConfirmPopoverProps) {
  const { open, onOpenChange, title, children, confirm, onConfirm, anchor } = props;
  const titleId = useId();
  const confirmButton = useRef<HTMLButtonElement>(null);
  // It may be opened by a key elsewhere, so the focus goes back to where it was and not to the anchor.
  const opener = useRef<Element | null>(null);
  const takeFocus = (event: Event): void => {
    event.preventDefault();
    opener.current = document.activeElement;
    confirmButton.current?.focus();
  };
  const giveFocusBack = (event: Event): void => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Anchor asChild>{anchor}</Anchor>
      <Portal container={usePageRoot()}>
        <Content
          className="popover"
          sideOffset={6}
          collisionPadding={12}
          aria-labelledby={titleId}
          onOpenAutoFocus={takeFocus}
          onCloseAutoFocus={giveFocusBack}
        >
          <h2 id={titleId}>{title}</h2>
          <p>{children}</p>
          <footer>
            <Button size="small" onClick={() => onOpenChange(false)}>
              {shellText('cancel')}
            </Button>
            <Button
              ref={confirmButton}
              size="small"
              variant="destructive"
              onClick={() => {
                onOpenChange(false);
                onConfirm();
              }}
            >
              {confirm}
            </Button>
          </footer>
        </Content>
      </Portal>
    </Root>
  );
}
