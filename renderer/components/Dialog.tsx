import { Description, Content as DialogContent, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import { type ReactNode, useRef } from 'react';

export interface DialogProps {
  readonly open: boolean;
  /** Escape, a click outside, or Cancel. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Cancel first, then the action. */
  readonly footer: ReactNode;
  /** What gets the focus back; what had it when the sheet opened where this isn't given. */
  readonly opener?: Element | null;
}

/** A sheet: takes the focus, gives it back when it closes. Its buttons stay in view. */
export function Dialog({ open, onClose, title, description, children, footer, opener = null }: DialogProps) {
  const focusedBefore = useRef<Element | null>(null);
  const giveFocusBack = (event: Event): void => {
    const target = opener ?? focusedBefore.current;
    // Radix would look for a trigger of its own, which there isn't.
    event.preventDefault();
    if (target instanceof HTMLElement) target.focus();
  };
  return (
    <Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Portal>
        <Overlay className="sheet-backdrop">
          <DialogContent
            className="sheet"
            onOpenAutoFocus={() => {
              focusedBefore.current = document.activeElement;
            }}
            onCloseAutoFocus={giveFocusBack}
            {...(description ? {} : { 'aria-describedby': undefined })}
          >
            <Title asChild>
              <h2>{title}</h2>
            </Title>
            <div className="sheet-body">
              {description && <Description>{description}</Description>}
              {children}
            </div>
            <footer>{footer}</footer>
          </DialogContent>
        </Overlay>
      </Portal>
    </Root>
  );
}
