import { Description, Content as DialogContent, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import { type MouseEvent, type ReactNode, useMemo, useRef } from 'react';
import { usePageRoot } from './page-root.ts';

export interface DialogProps {
  readonly open: boolean;
  /** Called on Escape, a click outside the sheet, or Cancel. */
  readonly onClose: () => void;
  /** Something was entered that would be lost: a click outside the sheet doesn't close it. */
  readonly hasInput?: boolean;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Cancel first, then the action. */
  readonly footer: ReactNode;
  /** Gets the focus when the sheet closes; by default what had it when the sheet opened. */
  readonly opener?: Element | null;
}

/** A modal sheet: takes the focus, and returns it when it closes. Its buttons stay in view. */
export function Dialog(props: DialogProps) {
  const { open, onClose, hasInput = false, title, description, children, footer, opener = null } = props;
  const secondClick = useDoubleClickGuard();
  const focusedBefore = useRef<Element | null>(null);
  const giveFocusBack = (event: Event): void => {
    const target = opener ?? focusedBefore.current;
    // Radix would look for its own trigger, and there is none.
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

/** A click outside the sheet keeps the focus inside. */
function keepFocus(event: MouseEvent): void {
  if (event.target === event.currentTarget) event.preventDefault();
}

function ignore(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Escape clears a search field before it closes the sheet. */
function isFilledSearch(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
}

/** How far apart the clicks of a double click may be, in milliseconds; macOS's longest usual setting is below it. */
const DOUBLE_CLICK_MS = 600;

/** The second click of a double click whose first click opened the sheet: it lands in the sheet but isn't meant for it. */
interface SecondClick {
  /** The sheet has just opened. */
  readonly begin: () => void;
  /** Whether the next click may be the second one. */
  readonly isDue: () => boolean;
  readonly is: (event: MouseEvent) => boolean;
}

function useDoubleClickGuard(): SecondClick {
  return useMemo(() => {
    let until = 0;
    const isDue = (): boolean => performance.now() < until;
    return {
      begin: () => {
        until = performance.now() + DOUBLE_CLICK_MS;
      },
      isDue,
      is: ({ detail }) => detail > 1 && isDue(),
    };
  }, []);
}
