import type { Snapshot } from '../contract/snapshot.ts';
import type { Work } from '../contract/work.ts';

/** What would cut off work. */
export type Interruption = 'stop' | 'restart' | 'reach' | 'quit';

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
};

const goesOn: Readonly<Record<Interruption, string>> = {
  stop: 'when the server runs again',
  restart: 'when the server runs again',
  reach: 'when the server runs again',
  quit: 'when Corral is open again',
};

/** What to ask before `interruption` cuts off `work`. */
export function workQuestion(
  interruption: Interruption,
  { answers, pulls }: Pick<Work, 'answers' | 'pulls'>,
): WorkQuestion {
  const happens: string[] = [];
  const comes: string[] = [];
  if (answers > 0) {
    happens.push(answers === 1 ? 'One answer is being written' : `${answers} answers are being written`);
    comes.push(answers === 1 ? 'The answer would be cut off.' : 'The answers would be cut off.');
  }
  if (pulls.length > 0) {
    happens.push(`${pulls.join(', ')} ${pulls.length === 1 ? 'is' : 'are'} being downloaded`);
    comes.push(`${pulls.length === 1 ? 'The download goes on' : 'The downloads go on'} ${goesOn[interruption]}.`);
  }
  const known = 'Only what passes Corral can be counted; other programs’ answers may be cut off too.';
  return { ...words[interruption], detail: `${happens.join(' and ')}. ${comes.join(' ')}\n\n${known}` };
}

/** What to ask before Corral quits; null where nothing would be cut off, or the server stays as it is. */
export function quitQuestion({ server, settings, exposure, work }: Snapshot): WorkQuestion | null {
  const ours = 'runId' in server.actual;
  // One that others can reach doesn't outlive Corral as it is, whatever the setting says.
  const stays = settings.keepServerAfterQuit && exposure.applied?.reach === 'thisMac';
  const busy = work.answers > 0 || work.pulls.length > 0;
  return ours && !stays && busy ? workQuestion('quit', work) : null;
}
