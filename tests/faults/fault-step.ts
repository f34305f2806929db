import type { World } from './world.ts';

/** Something that is done to a server, by a person or by fate. */
export interface FaultStep {
  readonly name: string;
  /** How often it is drawn, against the others. */
  readonly weight: number;
  /** It takes a switch of the double, so a real server can't do it. */
  readonly onDouble?: true;
  act(world: World): void | Promise<void>;
}
