import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { RowFailure } from './RowFailure.tsx';

/** Puts the report about versions, states and last lines on the clipboard. */
export function ReportButton({ label }: { readonly label: string }) {
  const client = useClient();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  const fetchReport = useAction(() => client.app.diagnostics(), { onDone: (text) => void copy(text) });
  const refusal = outcome === 'refused' ? 'The clipboard could not be written to.' : null;
  return (
    <>
      <span className="hint" aria-live="polite">
        {outcome === 'copied' && 'Copied'}
      </span>
      <Button
        busy={fetchReport.pending}
        onClick={() => {
          setOutcome('none');
          fetchReport.run();
        }}
      >
        {label}
      </Button>
      <RowFailure message={fetchReport.failure?.message ?? refusal} />
    </>
  );
}
