import { Description, Content as DialogContent, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import type { ReactNode } from 'react';

export interface DialogProps {
  readonly open: boolean;
  /** Escape, a click outside, or Cancel. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Cancel first, then the action. */
  readonly footer: ReactNode;
}

/** A sheet: takes the focus, gives it back when it closes. */
export function Dialog({ open, onClose, title, description, children, footer }: DialogProps) {
  return (
    <Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Portal>
        <Overlay className="sheet-backdrop">
          <DialogContent className="sheet" {...(description ? {} : { 'aria-describedby': undefined })}>
            <Title asChild>
              <h2>{title}</h2>
            </Title>
            {description && <Description>{description}</Description>}
            {children}
            <footer>{footer}</footer>
          </DialogContent>
        </Overlay>
      </Portal>
    </Root>
  );
}
