import { basename, dirname } from 'node:path';

/**
 * A command line of `ps` has its arguments joined by spaces, and folders on macOS have spaces in their names, too: `/Volumes/My
 * Disk/bin/ollama serve`. Where the executable ends is known for an app's bundle; otherwise it is decided by the words.
 */

/** Folders whose files are executables: a path there is complete. */
const EXECUTABLE_FOLDERS = new Set(['bin', 'sbin', 'libexec', 'MacOS', 'Resources', 'Helpers']);
/** Executables that arguments with slashes follow: files, models. */
const KNOWN_PROGRAMS =
  /^(?:ollama|llama-server|llama-quantize|node|deno|bun|ruby|php|java|perl|(?:ba|z|da)?sh|python[\d.]*)$/i;

function isComplete(path: string): boolean {
  return EXECUTABLE_FOLDERS.has(basename(dirname(path))) || KNOWN_PROGRAMS.test(basename(path));
}

/** Words that begin an argument: an option, a path or an address of its own, an assignment. */
const ARGUMENT = /^(?:-.|[/~"'])|=|:\/\//;

/** A path that ends before its arguments: a following word with a slash belongs to it, as long as the path can't be complete. */
function pathOf(args: string): string {
  const words = args.split(' ');
  let length = 1;
  for (let next = 1; next < words.length && !isComplete(words.slice(0, length).join(' ')); next += 1) {
    const word = words[next] ?? '';
    if (ARGUMENT.test(word)) break;
    if (word.includes('/')) length = next + 1;
  }
  return words.slice(0, length).join(' ');
}

const BUNDLE_CONTENTS = '.app/Contents/';
/** What is between two folders of one path: no other path, and no option. */
const IN_ONE_PATH = /^(?!.*(?: \/| --?[A-Za-z]))/;

/** The end of the innermost bundle that the executable is in, at its `Contents/`; 0 where it is in none. */
function endOfBundles(args: string): number {
  let end = 0;
  for (;;) {
    const found = args.indexOf(BUNDLE_CONTENTS, end);
    if (found < 0 || !IN_ONE_PATH.test(args.slice(end, found))) return end;
    end = found + BUNDLE_CONTENTS.length;
  }
}

/** The executable in a bundle, whose own name may have spaces if it is the bundle's: `…/LM Studio.app/Contents/MacOS/LM Studio`. */
function inBundle(args: string, end: number): string {
  const bundle = basename(args.slice(0, end - BUNDLE_CONTENTS.length));
  const main = `MacOS/${bundle}`;
  const rest = args.slice(end);
  if (rest === main || rest.startsWith(`${main} `)) return args.slice(0, end + main.length);
  return args.slice(0, end) + pathOf(rest);
}

/** The path or name by which a process was started, without its arguments. */
export function executableOf(args: string): string {
  if (!/^\.{0,2}\//.test(args)) return args.split(' ')[0] ?? '';
  const end = endOfBundles(args);
  return end === 0 ? pathOf(args) : inBundle(args, end);
}

/** Runs files that say so in their first line. */
const INTERPRETER = /^(?:node|python[\d.]*|ruby|perl|(?:ba|z|da)?sh)$/;

/** The same of a script, whose interpreter is the process's executable. */
function programOf(args: string): string {
  const executable = executableOf(args);
  const script = args.slice(executable.length).trimStart();
  return INTERPRETER.test(basename(executable)) && script.startsWith('/') ? executableOf(script) : executable;
}

/** An app on macOS that a process belongs to. */
export interface AppProcess {
  /** The path of the outermost bundle: a helper's is inside the app's. */
  readonly bundle: string;
  /** Its name with `.app`. */
  readonly name: string;
  /** The process is the app's own, not a helper or tool from its bundle. */
  readonly isMain: boolean;
}

/** The app whose bundle a process's executable is in; null for none. */
export function appOf(args: string): AppProcess | null {
  const program = programOf(args);
  const found = program.indexOf(BUNDLE_CONTENTS);
  if (found < 0) return null;
  const bundle = program.slice(0, found + '.app'.length);
  return { bundle, name: basename(bundle), isMain: dirname(program) === `${bundle}/Contents/MacOS` };
}

/** A process's name as people know it: the app's for an executable of an app, otherwise the executable's. */
export function processName(executable: string): string {
  const found = executable.indexOf(BUNDLE_CONTENTS);
  if (found >= 0 && basename(dirname(executable)) === 'MacOS') return basename(executable.slice(0, found));
  // A process that has put a title in place of its command line: `nginx: master process`.
  return basename(executable).replace(/:$/, '');
}
