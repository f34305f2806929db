import type { World } from './supervisor-harness.ts';

/** Something that is done to a server, by a person or by fate. */
export interface FaultStep {
  readonly name: string;
  /** How often it is drawn, against the others. */
  readonly weight: number;
  /** It takes a switch of the double, so a real server can't do it. */
  readonly onDouble?: true;
  /** Whether there is something for it to happen to now; if not given, there always is. */
  befalls?(world: World): boolean;
  /** Tries to bring about what it needs. */
  arrange?(world: World): Promise<void>;
  act(world: World): void | Promise<void>;
}
