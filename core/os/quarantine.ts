import { platform } from 'node:process';
import { runTool } from './run-tool.ts';

/** QTN_FLAG_USER_APPROVED of Apple's libquarantine: the person has agreed to open it. */
const userApproved = 0x0040;

/**
 * Whether the value of `com.apple.quarantine` holds a program back: `FLAGS;TIME;AGENT;UUID`, the flags in hexadecimal. A
 * value that begins with none says nothing of an approval.
 */
export function isQuarantineActive(value: string): boolean {
  const flags = /^\s*(?<hex>[0-9a-f]{1,8})(?:;|\s*$)/i.exec(value)?.groups?.hex;
  if (flags === undefined) return value.trim() !== '';
  return (Number.parseInt(flags, 16) & userApproved) === 0;
}

/** Whether macOS marks the file as downloaded and nobody has agreed to open it yet. Always false on Linux. */
export async function isQuarantined(path: string): Promise<boolean> {
  if (platform !== 'darwin') return false;
  return isQuarantineActive((await runTool('/usr/bin/xattr', ['-p', 'com.apple.quarantine', path])) ?? '');
}
