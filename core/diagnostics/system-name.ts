import { readFile } from 'node:fs/promises';
import { release, type } from 'node:os';
import { runTool } from '../os/run-tool.ts';

/** Such as `macOS 15.2` or `Debian GNU/Linux 12 (bookworm)`; the kernel's name where the system doesn't tell its own. */
export async function systemName(): Promise<string> {
  const kernel = `${type()} ${release()}`;
  if (process.platform === 'darwin') {
    const version = await runTool('/usr/bin/sw_vers', ['-productVersion']);
    return version === null ? kernel : `macOS ${version.trim()} (${kernel})`;
  }
  const facts = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(facts)?.[1];
  return name === undefined ? kernel : `${name} (${kernel})`;
}
