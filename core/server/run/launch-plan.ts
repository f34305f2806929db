import type { Bind } from '../../ollama/child-environment.ts';

/** How the next run is to be started; asked for before each start, so that a restart is all a change needs. */
export interface LaunchPlan {
  /** What `OLLAMA_HOST` says. */
  readonly bind: Bind;
  /** The setting; null looks for the program. */
  readonly ollamaPath: string | null;
  /** Our settings as `OLLAMA_*`; they win over inherited ones. */
  readonly variables: Readonly<Record<string, string>>;
}
