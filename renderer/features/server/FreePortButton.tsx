import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { RowFailure } from './RowFailure.tsx';

export interface FreePortButtonProps {
  readonly label: string;
  /** The port on which the server starts from now on. */
  readonly onMoved: (port: number) => void;
}

/** Moves our server to a port that is free. */
export function FreePortButton({ label, onMoved }: FreePortButtonProps) {
  // Under another name, because what begins with "use" is taken for a hook.
  const { useFreePort: takeFreePort } = useClient().server;
  const move = useAction(() => takeFreePort(), { onDone: ({ port }) => onMoved(port) });
  return (
    <>
      <Button busy={move.pending} onClick={() => move.run()}>
        {label}
      </Button>
      <RowFailure message={move.failure?.message ?? null} />
    </>
  );
}
