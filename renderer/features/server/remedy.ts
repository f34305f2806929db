import type { SectionId } from '../../navigation/sections.ts';

/** What a remedy's button does. */
export type RemedyAction =
  | { readonly do: 'go'; readonly label: string; readonly section: SectionId }
  | { readonly do: 'start' | 'restart' | 'freePort' | 'report'; readonly label: string }
  | { readonly do: 'open'; readonly label: string; readonly url: string }
  /** Copies a command for a terminal, which is shown. */
  | { readonly do: 'copy'; readonly label: string; readonly command: string }
  | {
      readonly do: 'takeOver';
      readonly label: string;
      readonly pid: number;
      readonly question: string;
      readonly consequence: string;
      readonly confirm: string;
    };

/** Something a person can do about the state, with the button that does it or leads there. */
export interface Remedy {
  readonly title: string;
  readonly hint: string;
  readonly action: RemedyAction;
}

export const showLog: Remedy = {
  title: 'Read what it wrote',
  hint: 'The last lines of the log usually say why.',
  action: { do: 'go', label: 'Show Log', section: 'logs' },
};

export const otherPort: Remedy = {
  title: 'Use another port',
  hint: 'Corral finds a free one and starts the server there. Apps then need the new address.',
  action: { do: 'freePort', label: 'Use Another Port' },
};

export const tryAgain: RemedyAction = { do: 'start', label: 'Try Again' };

export const copyReport: Remedy = {
  title: 'Ask somebody',
  hint: 'The report holds versions, settings and the last log lines. Keys and prompts are left out.',
  action: { do: 'report', label: 'Copy Report' },
};
