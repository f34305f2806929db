import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { needNode, root } from './find-node.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program in the checkout, hands our signals on to it, and resolves with its exit code. */
export function runChild(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, env, stdio });
    const forward = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, forward);
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      for (const name of forwarded) process.off(name, forward);
      done(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** Runs a file with a Node that is new enough: in this process where it is, else in a child. */
export async function runFile(file, args) {
  const node = needNode();
  const path = resolve(root, file);
  if (node !== process.execPath) {
    process.exitCode = await runChild(node, [path, ...args]);
    return;
  }
  process.argv = [node, path, ...args];
  await import(pathToFileURL(path).href);
}
