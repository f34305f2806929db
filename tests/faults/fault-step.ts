import type { SupervisorHarness } from './supervisor-harness.ts';

/** Something that happens to a server, by a person's doing or not. */
export interface FaultStep {
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** It uses a switch of the fake, so that it isn't possible with a real server. */
  readonly fakeOnly?: true;
  /** Whether it would have an effect now; if not given, it always has. */
  appliesTo?(harness: SupervisorHarness): boolean;
  /** Tries to bring about what it needs. */
  arrange?(harness: SupervisorHarness): Promise<void>;
  act(harness: SupervisorHarness): void | Promise<void>;
}
