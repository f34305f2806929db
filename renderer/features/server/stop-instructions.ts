import type { ServerOwner } from '../../../contract/server.ts';

/** How the person ends a server that Corral can't ask, most often another user's; `command` is for a terminal. */
export function stopInstructions(
  owner: ServerOwner,
  pid: number | null,
): { readonly hint: string; readonly command: string | null } {
  switch (owner) {
    case 'ollamaApp':
      return { hint: 'Quit Ollama in the menu bar.', command: null };
    case 'homebrew':
      return { hint: 'Stop Homebrew’s service.', command: 'brew services stop ollama' };
    case 'launchd':
      return { hint: 'Turn off the launch agent that starts it.', command: null };
    case 'terminal':
      return { hint: 'Press Control-C in the terminal where it runs.', command: null };
    case 'unknown':
      return { hint: 'End it where it was started.', command: pid === null ? null : `sudo kill ${pid}` };
  }
}

/** What happens when Corral asks for the port, said before it does. */
export function takeOverConsequence(owner: ServerOwner, answers: number): string {
  return `${asked[owner]} Nothing is ended by force, and downloaded models stay. ${cutOff(answers)}`;
}

const asked: Readonly<Record<ServerOwner, string>> = {
  ollamaApp:
    'Ollama.app is asked to quit. It comes back with the next login, unless you take it out of the login items.',
  homebrew: 'Homebrew’s service is stopped until the next login; “brew services stop ollama” makes that permanent.',
  launchd: 'The launch agent is stopped until the next login.',
  terminal: 'The server in the terminal is asked to end, as by Control-C.',
  unknown: 'The other server is asked to end.',
};

function cutOff(answers: number): string {
  const counted =
    answers === 0 ? '' : ` ${answers === 1 ? 'One answer passes Corral now.' : `${answers} answers pass Corral now.`}`;
  return `Answers it is writing are cut off.${counted}`;
}
