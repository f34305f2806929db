import type { ServerPlace } from './decide-bind.ts';
import type { ExposureEvent, ExposureState, FailedListener } from './exposure-state.ts';

/** Corral's own listeners on the port that clients use, as a run of the server sees them. */
export interface Front {
  /**
   * Puts them where they are to be for a run whose server will be at `place`, or has been kept there. Called once nobody else
   * uses the port, before the launch. Gives what keeps apps on this Mac from connecting; null when nothing does.
   */
  open(runId: string, place: ServerPlace): Promise<FailedListener | null>;
  /** The addresses on which they are open, on that port. */
  held(port: number): Promise<readonly string[]>;
}

export interface FrontOptions {
  readonly state: () => Pick<ExposureState, 'front' | 'listening'>;
  readonly dispatch: (event: ExposureEvent) => Promise<void>;
}

export function frontOf({ state, dispatch }: FrontOptions): Front {
  return {
    async open(runId, place) {
      await dispatch({ type: 'portVerified', runId, place });
      return state().listening.failed.find(({ listener }) => listener.address === '127.0.0.1') ?? null;
    },
    async held(port) {
      const { front, listening } = state();
      return front?.port === port ? listening.open.map(({ address }) => address) : [];
    },
  };
}
