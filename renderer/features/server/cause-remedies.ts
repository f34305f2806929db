import type { ServerCause } from '../../../contract/server.ts';
import { otherPort, type Remedy, showLog, tryAgain } from './remedy.ts';

const otherProgram: Remedy = {
  title: 'Choose another Ollama program',
  hint: 'The file may be damaged, incomplete or made for another kind of machine.',
  action: { do: 'go', label: 'Open Settings', section: 'settings' },
};
const installAgain: Remedy = {
  title: 'Install Ollama again',
  hint: 'From its makers, for this kind of machine. Then start the server again.',
  action: { do: 'open', label: 'Download…', url: 'https://ollama.com/download' },
};
const smallerModel: Remedy = {
  title: 'Use a smaller model',
  hint: 'Most crashes come from a model that needs more memory than is free.',
  action: { do: 'go', label: 'Show Models', section: 'models' },
};
const endItYourself: Remedy = {
  title: 'End it yourself',
  hint: 'End the process named ollama in Activity Monitor, then start the server again.',
  action: tryAgain,
};

/** What never ran, or is only held, has written nothing that would help. */
const wroteNothing: ReadonlySet<ServerCause['kind']> = new Set([
  'programMissing',
  'notExecutable',
  'quarantined',
  'wrongArchitecture',
  'spawnFailed',
  'orphanStillRunning',
  'modelsFolderUnavailable',
]);

/** What helps against a failure; `program` is the path of the `ollama` in use. The log only where it isn't on the page. */
export function causeRemedies({ kind, lastLines }: ServerCause, program: string | null): readonly Remedy[] {
  return [...remediesOf(kind, program), ...(lastLines.length === 0 && !wroteNothing.has(kind) ? [showLog] : [])];
}

function remediesOf(kind: ServerCause['kind'], program: string | null): readonly Remedy[] {
  switch (kind) {
    case 'programMissing':
      return [
        { title: 'Put it back', hint: 'If its disk is not connected, connect it and try again.', action: tryAgain },
        installAgain,
        otherProgram,
      ];
    case 'notExecutable':
      return [
        ...command('Let it be run', 'If it is the right file: paste this in a terminal, then try again.', {
          label: 'Copy command that makes it executable',
          words: ['chmod', '+x', program],
        }),
        installAgain,
        otherProgram,
      ];
    case 'quarantined':
      return [
        {
          title: 'Allow it in System Settings',
          hint: 'Privacy & Security: press Open Anyway beside “ollama”, then try again.',
          action: tryAgain,
        },
        ...command('Or take the mark off', 'If you trust the file: paste this in Terminal, then try again.', {
          label: 'Copy command that takes the mark off',
          words: ['xattr', '-d', 'com.apple.quarantine', program],
        }),
      ];
    case 'wrongArchitecture':
      return [installAgain, otherProgram];
    case 'spawnFailed':
      return [otherProgram];
    case 'exitedBeforeReady':
      return [otherProgram];
    case 'neverReady':
      return [{ title: 'Try again', hint: 'A busy machine may have been too slow.', action: tryAgain }];
    case 'exited':
    case 'unresponsive':
      return [
        smallerModel,
        {
          title: 'Or lower the context length',
          hint: 'A long context takes memory besides the model itself.',
          action: { do: 'go', label: 'Open Settings', section: 'settings' },
        },
      ];
    case 'addressInUse':
      return [{ title: 'Quit what uses the port', hint: 'Then start the server again.', action: tryAgain }, otherPort];
    case 'addressUnavailable':
      return [
        {
          title: 'Change who can reach it',
          hint: 'The address it should listen on is not on this Mac now.',
          action: { do: 'go', label: 'Open Network', section: 'network' },
        },
      ];
    case 'stoppedByOllamaApp':
      return [
        {
          title: 'Quit Ollama.app',
          hint: 'And take it out of the login items, so that it doesn’t come back. Then start the server again.',
          action: tryAgain,
        },
        otherPort,
      ];
    case 'modelsFolderUnavailable':
      return [
        {
          title: 'Connect the disk',
          hint: 'The server starts by itself when the folder is there and can be written to.',
          action: tryAgain,
        },
        {
          title: 'Or choose another folder',
          hint: 'Models in the folder of now are not moved.',
          action: { do: 'go', label: 'Open Settings', section: 'settings' },
        },
      ];
    case 'orphanStillRunning':
    case 'stopFailed':
      return [endItYourself];
  }
}

interface Command {
  readonly label: string;
  /** Null where the path isn't known. */
  readonly words: readonly (string | null)[];
}

function command(title: string, hint: string, { label, words }: Command): readonly Remedy[] {
  const known = words.filter((word) => word !== null);
  if (known.length < words.length) return [];
  return [{ title, hint, action: { do: 'copy', label, command: known.map(quoted).join(' ') } }];
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
