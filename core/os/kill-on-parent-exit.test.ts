import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { groupMembers } from './process-info.ts';

/** A process like Corral that starts `script` in a group of its own and has it end with itself; `then` may cancel that. */
async function host(script: string, then = '') {
  const program = `
    import { spawn } from 'node:child_process';
    import { killOnParentExit } from '${new URL('kill-on-parent-exit.ts', import.meta.url)}';
    const child = spawn('/bin/sh', ['-c', ${JSON.stringify(script)}], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
    const cancel = killOnParentExit(-child.pid);
    ${then}
    console.log(child.pid);
    setInterval(() => undefined, 1_000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  parent.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  // What the script prints, and the child's pid.
  await eventually(() => expect(text.trim().split('\n')).toHaveLength(2));
  const pgid = Number(text.split('\n').find((line) => /^\d+$/.test(line)));
  onTestFinished(async () => {
    parent.kill('SIGKILL');
    if ((await groupMembers(pgid)).length > 0) process.kill(-pgid, 'SIGKILL');
  });
  const kill = async () => {
    const exited = once(parent, 'exit');
    parent.kill('SIGKILL');
    await exited;
  };
  return { pgid, kill };
}
function waitUntilGone(pgid: number) {
  return eventually(async () => expect(await groupMembers(pgid)).toEqual([]));
}

it('ends a whole group when its host is killed, and not before', async () => {
  const { pgid, kill } = await host('sleep 600 & echo up; wait');
  expect(await groupMembers(pgid)).toHaveLength(2);
  await kill();
  await waitUntilGone(pgid);
});

it('kills what ignores SIGTERM', async () => {
  const { pgid, kill } = await host("trap '' TERM; echo up; while :; do sleep 1; done");
  await kill();
  await waitUntilGone(pgid);
});

it('does nothing once it was canceled', async () => {
  const { pgid, kill } = await host('echo up; exec sleep 600', 'cancel();');
  const other = await host('echo up; exec sleep 600');
  await Promise.all([kill(), other.kill()]);
  await waitUntilGone(other.pgid);
  expect(await groupMembers(pgid)).toEqual([pgid]);
});
