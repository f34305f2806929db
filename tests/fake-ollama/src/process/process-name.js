import { writeFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * Makes process lists show `name args…` instead of node and a script. On Linux the short name (`ps -o comm`) is set too,
 * because tools that look for `ollama` by name look there.
 * @param {string} name
 * @param {readonly string[]} args
 */
export function nameProcess(name, args) {
  process.title = [name, ...args].join(' ');
  if (platform() !== 'linux') return;
  try {
    writeFileSync('/proc/self/comm', name);
  } catch {
    // A container may forbid it; the title alone then has to do.
  }
}
