import type { AddressTest, ReachCheck } from '../../../contract/exposure.ts';

const asked: Readonly<Record<ReachCheck['check'], string>> = {
  responds: 'Answers',
  withoutKey: 'Refuses callers without a key',
  withKey: 'Answers callers with a key',
  management: 'Keeps such a key from deleting models',
  foreignHost: 'Refuses a foreign host name',
};

/** What the requests to one address showed: one line where all is well, else what failed and what that means. */
export function AddressTestResult({ test: { passed, needsKey, checks, advice } }: { readonly test: AddressTest }) {
  return (
    <div className="addr-test small">
      {passed && needsKey && (
        <span className="secondary">
          Refuses without a key, answers with one; management and foreign hosts refused.
        </span>
      )}
      {passed && !needsKey && <span className="secondary">Answers without a key.</span>}
      {checks
        .filter((check) => !check.passed)
        .map(({ check: asks, result: got }) => (
          <span key={asks} className="bad-text">
            {failure(asks, got)}{' '}
          </span>
        ))}
      {advice !== null && <span className={passed ? 'warn-text' : undefined}> {advice}</span>}
    </div>
  );
}

/** Where an answer came it has a status; for want of one, some reasons say so themselves. */
function failure(asks: ReachCheck['check'], got: string): string {
  if (/^\d+$/.test(got)) return `Failed: ${asked[asks]} (got ${got}).`;
  return got.startsWith('no answer') ? `${got.replace('no', 'No')}.` : `No answer: ${got}.`;
}
