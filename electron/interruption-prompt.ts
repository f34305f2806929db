import type { Snapshot } from '../contract/snapshot.ts';
import type { InterruptionScope, Work } from '../contract/work.ts';

/** What would cut off work. */
export type Interruption = 'stop' | 'restart' | 'reach' | 'quit' | 'quitWithoutServer';

/** What it would cut off. */
export type Cut = Pick<Work, 'activeRequests' | 'pulls'> & { readonly scope: InterruptionScope };

/** The words of a native message box. */
export interface WorkQuestion {
  readonly message: string;
  readonly detail: string;
  /** The button that does it now. */
  readonly confirm: string;
}

const words: Readonly<Record<Interruption, Pick<WorkQuestion, 'message' | 'confirm'>>> = {
  stop: { message: 'Stop the server now?', confirm: 'Stop Now' },
  restart: { message: 'Restart the server now?', confirm: 'Restart Now' },
  reach: { message: 'Change who can reach the server now?', confirm: 'Change Now' },
  quit: { message: 'Quit Corral and stop the server?', confirm: 'Quit' },
  quitWithoutServer: { message: 'Quit Corral? The server goes on without it.', confirm: 'Quit' },
};

const goesOn: Readonly<Record<Interruption, string>> = {
  stop: 'when the server runs again',
  restart: 'when the server runs again',
  reach: 'when the server runs again',
  quit: 'when Corral is open again',
  quitWithoutServer: 'when Corral is open again',
};

/** How far that is known, and who goes on. */
const limits: Readonly<Record<InterruptionScope, string>> = {
  all: 'Only what passes Corral can be counted; other programs’ answers may be cut off too.',
  keyedRequests: 'Programs on this Mac go on, and so do callers with a key whose way in stays open.',
};
const limitOf = (interruption: Interruption, scope: InterruptionScope): string =>
  interruption === 'quitWithoutServer' ? 'Programs on this Mac that ask the server directly go on.' : limits[scope];

/** What to ask before `interruption` cuts that off. */
export function workQuestion(interruption: Interruption, { activeRequests, pulls, scope }: Cut): WorkQuestion {
  const happens: string[] = [];
  const comes: string[] = [];
  if (activeRequests > 0) {
    happens.push(activeRequests === 1 ? 'One answer is being written' : `${activeRequests} answers are being written`);
    comes.push(activeRequests === 1 ? 'The answer would be cut off.' : 'The answers would be cut off.');
  }
  if (pulls.length > 0) {
    happens.push(`${pulls.join(', ')} ${pulls.length === 1 ? 'is' : 'are'} being downloaded`);
    comes.push(`${pulls.length === 1 ? 'The download goes on' : 'The downloads go on'} ${goesOn[interruption]}.`);
  }
  const detail = `${happens.join(' and ')}. ${comes.join(' ')}\n\n${limitOf(interruption, scope)}`;
  return { ...words[interruption], detail };
}

/** What to ask before Corral quits; null where nothing that passes Corral would be cut off. */
export function quitQuestion({ server, settings, exposure, work }: Snapshot): WorkQuestion | null {
  const isBusy = work.activeRequests > 0 || work.pulls.length > 0;
  if (!('runId' in server.actual) || !isBusy) return null;
  // One that is open doesn't outlive Corral as it is, whatever the setting says.
  const stays = settings.keepServerAfterQuit && exposure.effective?.open === false;
  return workQuestion(stays ? 'quitWithoutServer' : 'quit', { ...work, scope: 'all' });
}
