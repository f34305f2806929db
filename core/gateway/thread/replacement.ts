import type { Logger } from 'pino';
import { restartDelayMs } from './restart-delay.ts';

/** More than the delay depends on. */
const REMEMBERED_DEATHS = 20;

export interface ReplacementOptions {
  /** Starts a worker; resolves to why it ended. */
  readonly begin: () => Promise<Error>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Starts a worker, and another one each time it ends, with the cause in the log, until `stop` is called. */
export function createReplacement({ begin, logger }: ReplacementOptions): { stop(): void } {
  let deaths: readonly number[] = [];
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const run = (): void => void begin().then(onEnd, onEnd);
  function onEnd(cause: Error): void {
    if (isStopped) return;
    deaths = [...deaths.slice(-REMEMBERED_DEATHS), performance.now()];
    const delayMs = restartDelayMs(deaths);
    const when = delayMs === 0 ? 'at once' : `in ${delayMs} ms, because this keeps happening`;
    logger.error(cause, `gateway: its thread died and is replaced ${when}`);
    timer = setTimeout(run, delayMs);
  }
  run();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
