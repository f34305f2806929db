import { type AppProcess, appOf } from '../../os/command-line.ts';
import { allProcesses, type ProcessInfo } from '../../os/process-info.ts';
import { bundleIdentifier } from './bundle-identifier.ts';

/** A process, and the identifier of its app's bundle as far as it was read. */
export type KnownProcess = ProcessInfo & { readonly bundleIdentifier?: string | null };
type CommandLine = Pick<KnownProcess, 'args' | 'bundleIdentifier'>;

/** Source: `app/darwin/Ollama.app/Contents/Info.plist` and `app/cmd/app/app_darwin.m` of ollama/ollama. */
const IDENTIFIERS = ['com.electron.ollama', 'ai.ollama.ollama'];
/** Its bundle's name, also that of a copy beside another one. Other apps have names such as `Ollamac.app` and `OllamaSpring.app`. */
const NAME = /^Ollama(?: copy)?(?: \d+)?\.app$/i;

/** The Ollama app as the process's: by its bundle's identifier, or by the name where that isn't known. */
function ollamaAppOf({ args, bundleIdentifier: identifier }: CommandLine): AppProcess | null {
  const app = appOf(args);
  if (app === null) return null;
  const isOllamas = identifier ? IDENTIFIERS.includes(identifier) : NAME.test(app.name);
  return isOllamas ? app : null;
}

/** The Ollama app's own process; its server and helpers have other paths in the same bundle. */
export function isOllamaApp(process: CommandLine): boolean {
  return ollamaAppOf(process)?.isMain ?? false;
}

/** The app, or an executable from its bundle. */
export function isOfOllamaApp(process: CommandLine): boolean {
  return ollamaAppOf(process) !== null;
}

/** With the identifier of its bundle, where the bundle's name could be a name of the Ollama app. */
export async function identified(process: ProcessInfo): Promise<KnownProcess> {
  const app = appOf(process.args);
  if (app === null || !/ollama/i.test(app.name)) return process;
  return { ...process, bundleIdentifier: await bundleIdentifier(app.bundle) };
}

/** The Ollama app's own process, of whichever user; null where it isn't running or the system doesn't tell. */
export async function findOllamaApp(): Promise<ProcessInfo | null> {
  const processes = await Promise.all((await allProcesses().catch(() => [])).map(identified));
  return processes.find(isOllamaApp) ?? null;
}
