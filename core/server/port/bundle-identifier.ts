import { readFile } from 'node:fs/promises';
import { withTimeout } from '../../async/with-timeout.ts';
import { runTool } from '../../os/run-tool.ts';

/** A bundle on a network volume that is gone never responds. */
const TIMEOUT_MS = 2_000;

const IDENTIFIER = /<key>\s*CFBundleIdentifier\s*<\/key>\s*<string>\s*(?<identifier>[A-Za-z0-9.-]{1,155})\s*<\/string>/;

async function read(bundle: string): Promise<string | null> {
  const path = `${bundle}/Contents/Info.plist`;
  const text = await readFile(path, 'latin1').catch(() => null);
  if (text === null) return null;
  const identifier = IDENTIFIER.exec(text)?.groups?.identifier;
  if (identifier !== undefined || !text.startsWith('bplist')) return identifier ?? null;
  return (await runTool('/usr/bin/plutil', ['-extract', 'CFBundleIdentifier', 'raw', '-o', '-', path]))?.trim() || null;
}

/** The identifier of an app's bundle, such as `com.electron.ollama`; null where it can't be read. */
export function bundleIdentifier(bundle: string): Promise<string | null> {
  return withTimeout(read(bundle), { timeoutMs: TIMEOUT_MS, fallback: null });
}
