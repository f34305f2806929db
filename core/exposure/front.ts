import { withTimeout } from '../async/with-timeout.ts';
import type { ServerPlace } from './decide-bind.ts';
import type { ExposureEvent, ExposureState, FailedListener } from './exposure-state.ts';
import type { HeldAddresses } from './listener-manager.ts';

/** A server behind Corral is launched without waiting longer for the gateway's thread, which may be unable to start. */
const OPEN_TIMEOUT_MS = 5_000;

/** Corral's own listeners on the port that clients use, as a run of the server sees them. */
export interface Front {
  /**
   * Puts them where they are to be for a run whose server will be at `place`, or has been kept there. Called once nobody else
   * uses the port, before the launch. Gives what keeps apps on this Mac from connecting; null when nothing that is known by then
   * does. A server on the port that clients use has to wait until Corral's listeners are closed.
   */
  open(runId: string, place: ServerPlace): Promise<FailedListener | null>;
  /** The addresses that they have on that port. */
  held(port: number): Promise<HeldAddresses>;
}

export interface FrontOptions {
  readonly state: () => Pick<ExposureState, 'listening'>;
  readonly dispatch: (event: ExposureEvent) => Promise<void>;
  readonly held: (port: number) => HeldAddresses;
}

export function frontOf({ state, dispatch, held }: FrontOptions): Front {
  return {
    async open(runId, place) {
      const opened = dispatch({ type: 'portVerified', runId, place });
      await (place.placement === 'inner'
        ? withTimeout(opened, { timeoutMs: OPEN_TIMEOUT_MS, fallback: undefined })
        : opened);
      return state().listening.failed.find(({ listener }) => listener.address === '127.0.0.1') ?? null;
    },
    held: async (port) => held(port),
  };
}
