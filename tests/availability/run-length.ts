/** How often each thing happens in one run. */
export interface RunLength {
  readonly restarts: number;
  readonly kills: number;
  readonly accessChanges: number;
  readonly workerDeaths: number;
  /** Of the choice that moves the port from Corral to the server, and back. */
  readonly portMoves: number;
}

const SHORT: RunLength = { restarts: 2, kills: 2, accessChanges: 2, workerDeaths: 1, portMoves: 1 };
const FULL: RunLength = { restarts: 20, kills: 20, accessChanges: 5, workerDeaths: 5, portMoves: 5 };

/** `npm run test:availability` has the long run, CI the short one. */
export const isFull = process.env.CORRAL_AVAILABILITY === 'full';
export const runLength: RunLength = isFull ? FULL : SHORT;
