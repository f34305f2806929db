import { platform } from 'node:process';
import { runTool } from './run-tool.ts';

/** QTN_FLAG_USER_APPROVED of Apple's libquarantine: the user has agreed to open it. */
const USER_APPROVED = 0x0040;

/**
 * Whether the value of `com.apple.quarantine` blocks an executable: `FLAGS;TIME;AGENT;UUID`, the flags in hexadecimal. A
 * value without flags says nothing about an approval.
 */
export function isQuarantineActive(value: string): boolean {
  const flags = /^\s*(?<hex>[0-9a-f]{1,8})(?:;|\s*$)/i.exec(value)?.groups?.hex;
  if (flags === undefined) return value.trim() !== '';
  return (Number.parseInt(flags, 16) & USER_APPROVED) === 0;
}

/** Whether macOS has the file flagged as downloaded and the user hasn't agreed to open it yet. Always false on Linux. */
export async function isQuarantined(path: string): Promise<boolean> {
  if (platform !== 'darwin') return false;
  return isQuarantineActive((await runTool('/usr/bin/xattr', ['-p', 'com.apple.quarantine', path])) ?? '');
}
