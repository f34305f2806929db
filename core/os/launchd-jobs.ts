import { execFile } from 'node:child_process';
import { platform } from 'node:process';
import { processInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

export interface LaunchdJob {
  readonly pid: number;
  readonly label: string;
}

/** Parses `launchctl list`, columns PID, Status, Label: the jobs that run. A dash stands for the pid of those that don't. */
export function parseLaunchdList(text: string): LaunchdJob[] {
  return text.split('\n').flatMap((row) => {
    const { pid, label } = /^(?<pid>[1-9]\d*)\t\S+\t(?<label>.+)$/.exec(row)?.groups ?? {};
    return pid !== undefined && label !== undefined ? [{ pid: Number(pid), label: label.trim() }] : [];
  });
}

/** An app that the person opened is a job of launchd's too, but none that keeps a server alive; nor are Apple's own. */
const notAService = /^(?:application\.|com\.apple\.|\[?0x)/;

/** The service whose process this is, or whose process began its group, as where a script starts the server. */
export function serviceLabel(jobs: readonly LaunchdJob[], pid: number, pgid: number): string | null {
  const services = jobs.filter(({ label }) => !notAService.test(label));
  const job = services.find((one) => one.pid === pid) ?? services.find((one) => one.pid === pgid);
  return job?.label ?? null;
}

/**
 * The launchd service that runs a process and would start it anew when it ends, such as `homebrew.mxcl.ollama` or
 * `sh.brew.ollama`; null where there is none, and for the system's own services, which aren't the person's. Always null on Linux.
 */
export async function launchdLabelOf(pid: number): Promise<string | null> {
  if (platform !== 'darwin') return null;
  const [list, info] = await Promise.all([runTool('/bin/launchctl', ['list']), processInfo(pid).catch(() => null)]);
  return serviceLabel(parseLaunchdList(list ?? ''), pid, info?.pgid ?? pid);
}

/** Milliseconds for launchd to end a service: it waits for its process, and Ollama itself takes up to 5 s for a runner. */
const bootOutMs = 15_000;

/**
 * Whether launchd has let go of the service, by the exit code of `launchctl bootout`. It says 36, "Operation now in
 * progress", when the process takes a moment to end, and ends it nevertheless.
 */
export function isTakenOut(exitCode: number | null): boolean {
  return exitCode === 0 || exitCode === 36;
}

/** Null when it was ended because it took too long. */
function exitCodeOf(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = execFile('/bin/launchctl', [...args], { timeout: bootOutMs, killSignal: 'SIGKILL' }, () =>
      resolve(child.exitCode),
    );
  });
}

/**
 * Asks launchd to end a service of the person's and not to start it again before the next login. A service that was started
 * over SSH is in the person's `user` domain, any other in the `gui` one. Always false on Linux.
 */
export async function bootOut(label: string): Promise<boolean> {
  const uid = process.getuid?.();
  if (platform !== 'darwin' || uid === undefined) return false;
  for (const domain of ['gui', 'user']) {
    if (isTakenOut(await exitCodeOf(['bootout', `${domain}/${uid}/${label}`]))) return true;
  }
  return false;
}
