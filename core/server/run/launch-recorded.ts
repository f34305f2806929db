import type { ServerLog } from '../../logs/server-log.ts';
import type { Bind } from '../../ollama/child-environment.ts';
import { processInfo } from '../../os/process-info.ts';
import { type Launched, launch } from './launch.ts';
import { hashEnvironment, type RunRecord, removeRunRecord, writeRunRecord } from './run-record.ts';

export interface RecordedLaunch {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly bind: Bind;
  readonly dataDir: string;
  readonly log: ServerLog;
}

/**
 * Launches a run so that the next host finds it whenever this one dies: the record is written before the process exists,
 * with the log file that only this run writes to, and completed with the process's ID and start time right after.
 * @throws the system's error when the executable can't be started
 */
export async function launchRecorded(runId: string, options: RecordedLaunch): Promise<Launched> {
  const { program, env, bind, dataDir, log } = options;
  const output = await log.openRun(runId);
  const intent: RunRecord = {
    runId,
    pid: null,
    startTime: null,
    pgid: null,
    program,
    host: bind.host,
    port: bind.port,
    envHash: hashEnvironment(env),
    log: output.path,
    startedAt: Date.now(),
  };
  try {
    await writeRunRecord(dataDir, intent);
    const launched = await launch({ program, env, cwd: dataDir, output: output.fd });
    const info = await processInfo(launched.pid).catch(() => null);
    // One that is already gone needs no record, and on a full disk the first record still finds it.
    if (info !== null) {
      const { pid, startTime, pgid } = info;
      await writeRunRecord(dataDir, { ...intent, pid, startTime, pgid }).catch(() => undefined);
    }
    return launched;
  } catch (error) {
    // Why it couldn't be launched matters more.
    await removeRunRecord(dataDir).catch(() => undefined);
    throw error;
  } finally {
    await output.release();
  }
}
