import { StringDecoder } from 'node:string_decoder';

/** A longer line, in characters, is given in pieces, so that one without an end can't fill the memory. */
const MAX_LINE_LENGTH = 64 * 1024;

/** Puts bytes together to lines. */
export interface LineSplitter {
  /** The lines that end in these bytes. */
  take(bytes: Uint8Array): string[];
  /** What follows the last line break, if anything. */
  rest(): string[];
}

/** @param startsInside whether the first bytes are the end of a line that started earlier, which is left out */
export function createLineSplitter(startsInside: boolean): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let unfinished = '';
  let isInside = startsInside;
  const split = (text: string): string[] => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    while (unfinished.length > MAX_LINE_LENGTH) {
      lines.push(unfinished.slice(0, MAX_LINE_LENGTH));
      unfinished = unfinished.slice(MAX_LINE_LENGTH);
    }
    if (!isInside || lines.length === 0) return lines;
    isInside = false;
    return lines.slice(1);
  };
  return {
    take: (bytes) => split(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    rest: () => {
      const lines = split(decoder.end());
      const last = isInside ? '' : unfinished;
      unfinished = '';
      return last === '' ? lines : [...lines, last];
    },
  };
}
