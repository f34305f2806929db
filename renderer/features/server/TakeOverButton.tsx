import { lazy, Suspense } from 'react';
import { Button } from '../../components/Button.tsx';
import type { TakeOverProps } from './TakeOver.tsx';

/** Loaded when it is shown: its popover needs 10 kB that a page with a server of ours doesn't. */
const TakeOver = lazy(async () => ({ default: (await import('./TakeOver.tsx')).TakeOver }));

/** The button that takes over the port, disabled for the moment in which its code loads. */
export function TakeOverButton(props: TakeOverProps) {
  const loading = (
    <Button variant={props.variant ?? 'plain'} disabled>
      {props.label}
    </Button>
  );
  return (
    <Suspense fallback={loading}>
      <TakeOver {...props} />
    </Suspense>
  );
}
