import { execFile } from 'node:child_process';
import { platform } from 'node:process';
import { processInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

export interface LaunchdJob {
  readonly pid: number;
  readonly label: string;
}

/** Parses `launchctl list`, columns PID, Status, Label: the jobs that run. The pid of the others is a dash. */
export function parseLaunchdList(text: string): LaunchdJob[] {
  return text.split('\n').flatMap((row) => {
    const { pid, label } = /^(?<pid>[1-9]\d*)\t\S+\t(?<label>.+)$/.exec(row)?.groups ?? {};
    return pid !== undefined && label !== undefined ? [{ pid: Number(pid), label: label.trim() }] : [];
  });
}

/** An app that the user opened is a launchd job too, but none that keeps a server alive; nor are Apple's own. */
const NOT_A_SERVICE = /^(?:application\.|com\.apple\.|\[?0x)/;

/** The service whose process this is, or whose process leads its group, as when a script starts the server. */
export function serviceLabel(jobs: readonly LaunchdJob[], pid: number, pgid: number): string | null {
  const services = jobs.filter(({ label }) => !NOT_A_SERVICE.test(label));
  const service = services.find((job) => job.pid === pid) ?? services.find((job) => job.pid === pgid);
  return service?.label ?? null;
}

/**
 * The launchd service that runs a process and would restart it when it exits, such as `homebrew.mxcl.ollama` or
 * `sh.brew.ollama`; null where there is none, and for the system's own services. Always null on Linux.
 */
export async function launchdLabelOf(pid: number): Promise<string | null> {
  if (platform !== 'darwin') return null;
  const [list, info] = await Promise.all([runTool('/bin/launchctl', ['list']), processInfo(pid).catch(() => null)]);
  return serviceLabel(parseLaunchdList(list ?? ''), pid, info?.pgid ?? pid);
}

/** For launchd to stop a service: it waits for its process, and Ollama itself takes up to 5 s for a runner. */
const BOOT_OUT_TIMEOUT_MS = 15_000;

/**
 * Whether launchd has unloaded the service, by the exit code of `launchctl bootout`. The code 36, "Operation now in progress",
 * means that the process takes a moment to exit; the service is unloaded nevertheless.
 */
export function isBootedOut(exitCode: number | null): boolean {
  return exitCode === 0 || exitCode === 36;
}

/** Null when it timed out. */
function exitCodeOf(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const options = { timeout: BOOT_OUT_TIMEOUT_MS, killSignal: 'SIGKILL' as const };
    const child = execFile('/bin/launchctl', [...args], options, () => resolve(child.exitCode));
  });
}

/**
 * Has launchd stop a service of the user and not start it again before the next login. A service that was started over SSH is
 * in the user's `user` domain, any other in the `gui` one. Gives whether it did; always false on Linux.
 */
export async function bootOut(label: string): Promise<boolean> {
  const uid = process.getuid?.();
  if (platform !== 'darwin' || uid === undefined) return false;
  for (const domain of ['gui', 'user']) {
    if (isBootedOut(await exitCodeOf(['bootout', `${domain}/${uid}/${label}`]))) return true;
  }
  return false;
}
