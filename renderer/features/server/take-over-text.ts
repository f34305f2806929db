import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { stopInstructions } from '../../../contract/derived/server-text.ts';
import type { ServerOwner } from '../../../contract/server.ts';

/** The command that stops a server Corral can't ask to quit, for a terminal; null where there is none. */
export function stopCommand(owner: ServerOwner, pid: number | null): string | null {
  if (owner === 'homebrew') return 'brew services stop ollama';
  return (owner === 'otherUser' || owner === 'unknown') && pid !== null ? `sudo kill ${pid}` : null;
}

/** Why Corral can't ask the server to quit, and how a person stops it. A known process that can't be asked is another user's. */
export function cannotTakeOver(owner: ServerOwner, pid: number | null): string {
  const stop = serverText(stopInstructions(owner));
  return serverPageText(pid === null ? 'takeOver.unknownProcess' : 'takeOver.otherUser', { stop });
}

/** What happens when Corral takes over, said before it does. */
export function takeOverConsequence(owner: ServerOwner, activeRequests: number): string {
  const request = serverPageText(`takeOver.${owner === 'otherUser' ? 'unknown' : owner}`);
  return serverPageText('takeOver.consequence', { request, count: activeRequests });
}
