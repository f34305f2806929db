import type { SupervisorHarness } from './supervisor-harness.ts';

/** Something that is done to a server, by a person or by fate. */
export interface FaultStep {
  readonly name: string;
  /** How often it is drawn, against the others. */
  readonly weight: number;
  /** It takes a switch of the fake, so a real server can't do it. */
  readonly fakeOnly?: true;
  /** Whether there is something for it to happen to now; if not given, there always is. */
  appliesTo?(world: SupervisorHarness): boolean;
  /** Tries to bring about what it needs. */
  arrange?(world: SupervisorHarness): Promise<void>;
  act(world: SupervisorHarness): void | Promise<void>;
}
