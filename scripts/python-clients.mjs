import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './find-node.mjs';

const requirements = join(root, 'tests/clients/pypi/requirements.txt');

function run(command, args) {
  const { error, status, stdout = '', stderr = '' } = spawnSync(command, args, { encoding: 'utf8' });
  return { found: error === undefined, ok: status === 0, out: stdout, said: `${stdout}\n${stderr}`.trim() };
}

function lastLines(text) {
  return text.split('\n').slice(-8).join('\n');
}

/** Outside the checkout, one folder for each list of packages and each Python. */
function environmentFolder(version) {
  const mac = process.platform === 'darwin';
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), mac ? 'Library/Caches' : '.cache');
  const content = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex');
  return join(cache, 'corral-test-clients', content.slice(0, 16));
}

function makeEnvironment(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const venv = run('python3', ['-m', 'venv', folder]);
  if (!venv.ok) {
    throw new Error(
      /ensurepip|No module named venv/.test(venv.said)
        ? "This python3 can't create virtual environments. Install python3-venv, then try again."
        : `python3 couldn't create a virtual environment:\n${lastLines(venv.said)}`,
    );
  }
  console.log(`Installing Python clients into ${folder}. This takes a minute or two…`);
  const pip = run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  if (!pip.ok) throw new Error(`Couldn't install the Python clients:\n${lastLines(pip.said)}`);
}

/**
 * The Python of an environment that has the clients of `requirements.txt`, made if need be; prints what is in it.
 * @throws {Error} with a line that says what to do
 */
export function pythonWithClients() {
  const { found, ok, said } = run('python3', ['--version']);
  if (!found || !ok) throw new Error('python3 not found on PATH. Install Python 3.10 or later, then try again.');
  const folder = environmentFolder(said);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    makeEnvironment(folder);
    writeFileSync(complete, '');
  }
  const desired = readFileSync(requirements, 'utf8').matchAll(/^([\w-]+)==/gm);
  const names = new Set([...desired].map(([, name]) => name.toLowerCase()));
  const { out } = run(join(folder, 'bin/pip'), ['list', '--format=freeze', '--disable-pip-version-check']);
  const installed = out.split('\n').filter((line) => names.has(line.split('==', 1)[0].toLowerCase()));
  console.log(`${said} with ${installed.join(', ')}`);
  if (installed.length !== names.size) {
    rmSync(complete);
    throw new Error(`The environment in ${folder} is incomplete. Run this again to recreate it.`);
  }
  return join(folder, 'bin/python');
}
