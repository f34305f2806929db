import { StringDecoder } from 'node:string_decoder';

/** A line longer than this many characters is given in pieces, so that one without an end can't fill the memory. */
const longestLine = 64 * 1024;

/** Puts bytes together to lines. */
export interface LineSplitter {
  /** The lines that end in these bytes. */
  take(bytes: Uint8Array): string[];
  /** What came after the last line's end; nothing, if there is nothing. */
  rest(): string[];
}

/** @param startsInside whether the first bytes are the end of a line that began earlier; that line is left out */
export function createLineSplitter(startsInside: boolean): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let unfinished = '';
  let inside = startsInside;
  const split = (text: string): string[] => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    while (unfinished.length > longestLine) {
      lines.push(unfinished.slice(0, longestLine));
      unfinished = unfinished.slice(longestLine);
    }
    if (!inside || lines.length === 0) return lines;
    inside = false;
    return lines.slice(1);
  };
  return {
    take: (bytes) => split(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    rest: () => {
      const lines = split(decoder.end());
      const last = inside ? '' : unfinished;
      unfinished = '';
      return last === '' ? lines : [...lines, last];
    },
  };
}
