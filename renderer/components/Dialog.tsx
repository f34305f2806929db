import { Description, Content as DialogContent, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import { type MouseEvent, type ReactNode, useRef } from 'react';
import { usePageRoot } from './page-root.ts';
import { useDoubleClickGuard } from './use-double-click-guard.ts';

export interface DialogProps {
  readonly open: boolean;
  /** Escape, a click beside the sheet, or Cancel. */
  readonly onClose: () => void;
  /** Something was entered that would be lost: a click beside the sheet is taken for a slip. */
  readonly hasInput?: boolean;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Cancel first, then the action. */
  readonly footer: ReactNode;
  /** What gets the focus back; what had it when the sheet opened where this isn't given. */
  readonly opener?: Element | null;
}

/** A sheet: takes the focus, gives it back when it closes. Its buttons stay in view. */
export function Dialog(props: DialogProps) {
  const { open, onClose, hasInput = false, title, description, children, footer, opener = null } = props;
  const secondClick = useDoubleClickGuard();
  const focusedBefore = useRef<Element | null>(null);
  const giveFocusBack = (event: Event): void => {
    const target = opener ?? focusedBefore.current;
    // Radix would look for a trigger of its own, which there isn't.
    event.preventDefault();
    if (target instanceof HTMLElement) target.focus();
  };
  return (
    <Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Portal container={usePageRoot()}>
        <Overlay className="sheet-backdrop" onMouseDown={keepFocus}>
          <DialogContent
            className="sheet"
            onOpenAutoFocus={() => {
              focusedBefore.current = document.activeElement;
              secondClick.begin();
            }}
            onCloseAutoFocus={giveFocusBack}
            onMouseDown={(event) => secondClick.is(event) && event.preventDefault()}
            onClickCapture={(event) => secondClick.is(event) && ignore(event)}
            onPointerDownOutside={(event) => (hasInput || secondClick.isDue()) && event.preventDefault()}
            onEscapeKeyDown={(event) => isFilledSearch(event.target) && event.preventDefault()}
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

/** A click beside the sheet leaves the focus in it. */
function keepFocus(event: MouseEvent): void {
  if (event.target === event.currentTarget) event.preventDefault();
}

function ignore(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Escape belongs to it first: it clears itself. */
function isFilledSearch(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
}
