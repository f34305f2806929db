/** Why a file can't be used; `damaged` is one whose content isn't what Corral writes. */
export type FileProblem =
  | 'unreadable'
  | 'folder'
  | 'notAFile'
  | 'brokenLink'
  | 'tooLarge'
  | 'damaged'
  /** Not the file's fault, such as too many open files or a disk that doesn't respond. */
  | 'unavailable';

/** The system's code of an error, such as ENOENT; empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error of opening or reading a file that exists means. ENXIO and EOPNOTSUPP are a socket's. */
export function problemOf(error: unknown): FileProblem {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'unreadable';
    case 'ENOENT':
    case 'ELOOP':
    case 'ENOTDIR':
      return 'brokenLink';
    case 'EISDIR':
      return 'folder';
    case 'ENXIO':
    case 'ENODEV':
    case 'EOPNOTSUPP':
      return 'notAFile';
    default:
      return 'unavailable';
  }
}
