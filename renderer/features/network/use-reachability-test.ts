import { useState } from 'react';
import type { ReachabilityReport } from '../../../contract/exposure.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';

export interface KeptReport {
  readonly report: ReachabilityReport | null;
  readonly keep: (report: ReachabilityReport) => void;
}

/** The last report, for as long as the addresses it is about are those there are. */
export function useReachabilityTest(): KeptReport {
  const addresses = useSnapshot((s) => s.exposure.addresses);
  const [report, keep] = useState<ReachabilityReport | null>(null);
  const isOfNow =
    report?.addresses.length === addresses.length &&
    addresses.every(({ url, needsKey }) =>
      report.addresses.some((tested) => tested.url === url && tested.needsKey === needsKey),
    );
  return { report: isOfNow ? report : null, keep };
}
