/**
 * What Go's `PathError` and `LinkError` name: system calls on a path (`os`, `syscall`). The same words with `tcp` or `udp` behind them are
 * calls on a socket.
 */
const FILE_CALLS =
  'open|openat|create|mkdir|mkdirat|write|read|pread|pwrite|rename|renameat|remove|unlink|unlinkat|stat|lstat|fstat|fstatat|statfs|chmod|' +
  'chtimes|truncate|ftruncate|sync|fsync|close|seek|link|symlink|readlink|readdirent|fallocate|copy_file_range|sendfile|splice';
/** The last call before a cause; a path may hold a colon. */
const FILE_CALL = new RegExp(`^(?:[\\s\\S]*: )?(?<call>${FILE_CALLS}) (?!(?:tcp|udp|unix|ip)[46]? )(?<path>[^\\n]+)$`);

/** The innermost cause is last; what precedes this many characters wraps it. */
const MAX_TEXT_LENGTH = 8000;
/** Longer chains are not Go's. */
const MAX_CAUSES = 24;

/** One of a chain of wrapped errors. */
export interface PullErrorCause {
  /** Its own words, between two of the colons with which Go joins a chain. */
  readonly words: string;
  /** The file that a system call failed on; null for a cause that isn't about a file. */
  readonly path: string | null;
}

/** The path of the system call that a text ends with; of two, as of a rename, the first. */
function pathOf(text: string): string | null {
  const { call, path } = FILE_CALL.exec(text)?.groups ?? {};
  return path === undefined ? null : /^(?:rename|(?:sym)?link)/.test(call ?? '') ? path.replace(/ \/.*$/, '') : path;
}

/** The chain of an error's text, the innermost first. Go writes `wrapper: wrapper: call path: cause`. */
export function pullErrorCauses(text: string): PullErrorCause[] {
  // What is quoted is a URL, a name or a body, and none of its words is a cause.
  const chain = text.slice(-MAX_TEXT_LENGTH).replace(/"[^"\n]*"/g, '""');
  const causes: PullErrorCause[] = [];
  for (let end = chain.length; end > 0 && causes.length < MAX_CAUSES; ) {
    const colon = chain.lastIndexOf(': ', end - 1);
    const words = chain.slice(colon < 0 ? 0 : colon + 2, end).trim();
    if (words !== '') causes.push({ words, path: pathOf(chain.slice(0, Math.max(0, colon))) });
    end = colon;
  }
  return causes;
}

/** The status of the registry's response, and its body. Ollama puts a colon between them (`makeRequestWithRetry`). */
const REGISTRY_STATUS =
  /(?:^|: )(?:unexpected (?:http )?status(?: code)?:? )?(?<status>[45]\d\d)(?:: ?(?<body>[\s\S]*)| [A-Z][\s\S]*|\s*)$/;

/** The response of the registry that an error's text quotes; null where the cause is another one. */
export function registryResponse(text: string): { readonly status: number; readonly body: string } | null {
  const groups = REGISTRY_STATUS.exec(text.slice(0, MAX_TEXT_LENGTH))?.groups;
  return groups ? { status: Number(groups.status), body: groups.body ?? '' } : null;
}
