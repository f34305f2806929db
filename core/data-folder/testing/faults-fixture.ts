import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const GIGABYTES = 3 * 2 ** 30;

/** What can be in the place of a file of the data folder, by the problem that it is: each puts it there. */
export const FAULTS = {
  folder: (path: string) => {
    mkdirSync(path);
    writeFileSync(`${path}/inside`, 'kept');
  },
  'empty folder': (path: string) => mkdirSync(path),
  FIFO: (path: string) => void execFileSync('mkfifo', [path]),
  'endless device': (path: string) => symlinkSync('/dev/zero', path),
  'dangling link': (path: string) => symlinkSync('/nowhere/at/all', path),
  'link to itself': (path: string) => symlinkSync(path, path),
  'empty file': (path: string) => writeFileSync(path, ''),
  garbage: (path: string) => writeFileSync(path, '\u0000\uffff{"'.repeat(500)),
  'JSON of another shape': (path: string) => writeFileSync(path, '["other"]'),
  'three gigabytes': (path: string) => {
    const file = openSync(path, 'w');
    ftruncateSync(file, GIGABYTES);
    closeSync(file);
  },
} satisfies Record<string, (path: string) => void>;

export type Fault = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is Fault => name in FAULTS);

/** Leaves a socket's file at the path; a server removes its own when it is closed, so that the process has to keep it. */
export function listenAt(path: string): Promise<() => void> {
  return new Promise((resolve) => {
    const server = createServer().listen(path, () => resolve(() => void server.close()));
  });
}
