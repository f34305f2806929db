import type { LogLine } from '../../contract/logs.ts';

export interface MemoryLimits {
  readonly lines: number;
  /** In all the lines together. */
  readonly characters: number;
}

/** The newest lines that keep to both limits, oldest first. */
export function lineRingBuffer(lines: readonly LogLine[], limits: MemoryLimits): LogLine[] {
  let left = limits.characters;
  const tooOld = lines.findLastIndex(({ text }, i) => {
    left -= text.length;
    return left < 0 || i < lines.length - limits.lines;
  });
  return lines.slice(tooOld + 1);
}
