import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

export interface DisclosureProps {
  readonly title: string;
  /** A short text at the right end. */
  readonly end?: ReactNode;
  readonly initiallyOpen?: boolean;
  readonly children: ReactNode;
}

/** A heading that shows and hides what is under it. */
export function Disclosure({ title, end, initiallyOpen = false, children }: DisclosureProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="disclosure"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight className="icon tw" />
        {title}
        {end && <span className="end caption">{end}</span>}
      </button>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </>
  );
}
