import type { App } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { isOrdinaryEnd } from './page-failures.ts';
import { withDeadline } from './quit.ts';

/** A Corral that fails sooner after its start would fail again, and be started again forever. */
const MIN_UPTIME_MS = 60_000;

/** Corral's own log, as far as it is used here. */
export interface UnexpectedLogger {
  error(error: unknown, what: string): void;
  warn(details: object, what: string): void;
}

export interface UnexpectedErrorOptions {
  readonly process: Pick<NodeJS.Process, 'on' | 'uptime' | 'stderr'>;
  readonly app: Pick<App, 'relaunch' | 'exit'>;
  readonly logger: UnexpectedLogger;
  /** Stops our server and releases the data folder. */
  readonly stop: () => Promise<void>;
}

/** What is left to do when the application can't go on. */
export function afterUncaught(uptimeMs: number): 'relaunch' | 'quit' {
  return uptimeMs < MIN_UPTIME_MS ? 'quit' : 'relaunch';
}

/**
 * Ends Corral when something throws where nothing catches it, since nobody knows what still works, and starts it again. By default
 * Electron would show a box that stands still everything, the gateway too, until somebody presses its button. A promise that
 * nothing waits for leaves no such doubt, and is only logged.
 */
export function handleUnexpectedErrors({ process, app, logger, stop }: UnexpectedErrorOptions): void {
  const state: { isEnding: boolean } = { isEnding: false };
  const log = (error: unknown): void => logger.error(error, 'unexpected');
  process.on('unhandledRejection', log);
  process.on('uncaughtException', async (error) => {
    log(error);
    if (state.isEnding) return;
    state.isEnding = true;
    const next = afterUncaught(process.uptime() * 1_000);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${desktopText(next === 'relaunch' ? 'log.relaunches' : 'log.quits', { reason })}\n`);
    await withDeadline(stop);
    if (next === 'relaunch') app.relaunch();
    app.exit(1);
  });
}

/** Logs that one of Chromium's helper processes ended. Chromium starts it again; the page's own is the window's to handle. */
export function logEndedProcesses(app: Pick<App, 'on'>, logger: UnexpectedLogger): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (!isOrdinaryEnd(reason)) logger.warn({ type, name, exitCode }, `a process of the window ended: ${reason}`);
  });
}
