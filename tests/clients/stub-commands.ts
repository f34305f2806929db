import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `ssh -f -N -L PORT:HOST:PORT USER@MAC` without a Mac to log in to: forwards the port from a process of its own, and returns
 * when that listens, as `-f` does. Whom it was to log in to is beside it in `ssh-asked`, its pid in `ssh-pid`.
 */
const ssh = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { parseArgs } from 'node:util';

const serves = process.argv[2] === '--serve';
const { values, positionals } = parseArgs({
  args: process.argv.slice(serves ? 3 : 2),
  options: { f: { type: 'boolean', short: 'f' }, N: { type: 'boolean', short: 'N' }, o: { type: 'string', short: 'o' }, L: { type: 'string', short: 'L' } },
  allowPositionals: true,
});
if (serves) {
  const [from, host, to] = values.L.split(':');
  const server = createServer((near) => {
    const far = connect(Number(to), host);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => [near, far].forEach((one) => one.destroy()));
  });
  server.listen(Number(from), '127.0.0.1', () => console.log('ready'));
} else {
  const child = spawn(process.execPath, [import.meta.filename, '--serve', ...process.argv.slice(2)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writeFileSync(import.meta.dirname + '/ssh-asked', positionals.join(' '));
  writeFileSync(import.meta.dirname + '/ssh-pid', String(child.pid));
  child.once('exit', (code) => process.exit(code ?? 1));
  child.stdout.once('data', () => process.exit(0));
}
`;

/** `ollama run MODEL PROMPT` as far as a request goes: the answer of whoever is at OLLAMA_HOST. */
const ollama = `#!/bin/sh
[ "$1" = run ] || exit 64
curl -sSf "$OLLAMA_HOST/api/generate" -d "{\\"model\\":\\"$2\\",\\"prompt\\":\\"$3\\",\\"stream\\":false}"
`;

/** Puts commands into a folder that stand in for those that a machine may not have. */
export async function stubCommands(folder: string, { withOllama }: { readonly withOllama: boolean }) {
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  };
  await writeFile(join(folder, 'ssh.mjs'), ssh);
  await put('ssh', `#!/bin/sh\nexec '${process.execPath}' '${join(folder, 'ssh.mjs')}' "$@"\n`);
  if (withOllama) await put('ollama', ollama);
  return {
    /** The names that a tunnel was asked of. */
    tunnelAsked: () => readFile(join(folder, 'ssh-asked'), 'utf8'),
    endTunnel: async () => {
      const pid = await readFile(join(folder, 'ssh-pid'), 'utf8').catch(() => null);
      if (pid !== null) process.kill(Number(pid), 'SIGKILL');
    },
  };
}
