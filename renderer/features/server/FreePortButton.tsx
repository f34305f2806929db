import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { RowFailure } from './RowFailure.tsx';

interface FreePortButtonProps {
  /** The server was moved to this port. */
  readonly onMoved: (port: number) => void;
}

/** Moves our server to a free port. */
export function FreePortButton({ onMoved }: FreePortButtonProps) {
  // Renamed, because the linter takes a name that begins with "use" for a hook.
  const { useFreePort: moveToFreePort } = useClient().server;
  const move = useAction(() => moveToFreePort(), { onDone: ({ port }) => onMoved(port) });
  return (
    <>
      <Button busy={move.pending} onClick={() => move.run()}>
        {serverPageText('button.otherPort')}
      </Button>
      <RowFailure message={move.failure?.message ?? null} />
    </>
  );
}
