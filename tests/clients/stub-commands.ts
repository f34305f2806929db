import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `ssh -f -N -L PORT:HOST:PORT USER@MAC` without a Mac to log in to: forwards the port in a process of its own, and returns when
 * it listens, as `-f` does. Writes USER@MAC to `ssh-target` beside it, and the process's pid to `ssh-pid`.
 */
const ssh = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { parseArgs } from 'node:util';

const isServer = process.argv[2] === '--serve';
const { values, positionals } = parseArgs({
  args: process.argv.slice(isServer ? 3 : 2),
  options: { f: { type: 'boolean', short: 'f' }, N: { type: 'boolean', short: 'N' }, o: { type: 'string', short: 'o' }, L: { type: 'string', short: 'L' } },
  allowPositionals: true,
});
if (isServer) {
  const [from, host, to] = values.L.split(':');
  const server = createServer((near) => {
    const far = connect(Number(to), host);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => [near, far].forEach((each) => each.destroy()));
  });
  server.listen(Number(from), '127.0.0.1', () => console.log('ready'));
} else {
  const child = spawn(process.execPath, [import.meta.filename, '--serve', ...process.argv.slice(2)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writeFileSync(import.meta.dirname + '/ssh-target', positionals.join(' '));
  writeFileSync(import.meta.dirname + '/ssh-pid', String(child.pid));
  child.once('exit', (code) => process.exit(code ?? 1));
  child.stdout.once('data', () => process.exit(0));
}
`;

/** `ollama run MODEL PROMPT`, reduced to its request to OLLAMA_HOST. */
const ollama = `#!/bin/sh
[ "$1" = run ] || exit 64
curl -sSf "$OLLAMA_HOST/api/generate" -d "{\\"model\\":\\"$2\\",\\"prompt\\":\\"$3\\",\\"stream\\":false}"
`;

/** Writes stubs of commands that a machine may not have to a folder. */
export async function stubCommands(folder: string, { withOllama }: { readonly withOllama: boolean }) {
  const writeCommand = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  };
  await writeFile(join(folder, 'ssh.mjs'), ssh);
  await writeCommand('ssh', `#!/bin/sh\nexec '${process.execPath}' '${join(folder, 'ssh.mjs')}' "$@"\n`);
  if (withOllama) await writeCommand('ollama', ollama);
  return {
    /** The USER@MAC of the tunnel. */
    tunnelTarget: () => readFile(join(folder, 'ssh-target'), 'utf8'),
    closeTunnel: async () => {
      const pid = await readFile(join(folder, 'ssh-pid'), 'utf8').catch(() => null);
      if (pid !== null) process.kill(Number(pid), 'SIGKILL');
    },
  };
}
