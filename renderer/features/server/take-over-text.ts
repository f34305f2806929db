import type { ServerOwner } from '../../../contract/server.ts';

/** The command that stops a server Corral can't ask to quit, for a terminal; null where there is none. */
export function stopCommand(owner: ServerOwner, pid: number | null): string | null {
  if (owner === 'homebrew') return 'brew services stop ollama';
  return (owner === 'otherUser' || owner === 'unknown') && pid !== null ? `sudo kill ${pid}` : null;
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
  otherUser: 'The other server is asked to end.',
  unknown: 'The other server is asked to end.',
};

function cutOff(answers: number): string {
  const counted =
    answers === 0 ? '' : ` ${answers === 1 ? 'One answer passes Corral now.' : `${answers} answers pass Corral now.`}`;
  return `Answers it is writing are cut off.${counted}`;
}
