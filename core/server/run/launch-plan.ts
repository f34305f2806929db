import type { Bind } from '../../ollama/child-environment.ts';

/** How the next run is launched. Asked for before each launch, so that a restart is all that a changed setting needs. */
export interface LaunchPlan {
  /** The value of `OLLAMA_HOST`. */
  readonly bind: Bind;
  /** The port that clients use: the server's own, unless Corral listens there in front of it. */
  readonly publicPort: number;
  /** The setting; null searches for the executable. */
  readonly ollamaPath: string | null;
  /** Our settings as `OLLAMA_*`; they override inherited ones. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Whether Corral listens in front of the server, which has a port of its own. */
export function isBehindCorral({ bind, publicPort }: Pick<LaunchPlan, 'bind' | 'publicPort'>): boolean {
  return bind.port !== publicPort;
}
