import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const MIN_PART = 100_000_000;
const MAX_PART = 1_000_000_000;
const PARTS = 16;

const partPath = (path, n) => `${path}-partial-${n}`;

/** The state of a download's parts on disk: `…-partial-0`, `…-partial-1` and so on, each a line of JSON. */
export function savedParts(path) {
  const parts = [];
  while (existsSync(partPath(path, parts.length))) {
    parts.push(JSON.parse(readFileSync(partPath(path, parts.length), 'utf8')));
  }
  return parts;
}

export function savePart(path, part) {
  writeFileSync(partPath(path, part.N), `${JSON.stringify(part)}\n`);
}

/** Cuts a blob as the real server does: a sixteenth of it, but 100 MB at least and 1 GB at most. */
export function cutParts(path, total) {
  const size = Math.min(MAX_PART, Math.max(MIN_PART, Math.floor(total / PARTS)));
  const parts = Array.from({ length: Math.ceil(total / size) }, (_, N) => ({
    N,
    Offset: N * size,
    Size: Math.min(size, total - N * size),
    Completed: 0,
  }));
  for (const part of parts) savePart(path, part);
  return parts;
}

export function removeParts(path, parts) {
  for (const { N } of parts) rmSync(partPath(path, N), { force: true });
}
