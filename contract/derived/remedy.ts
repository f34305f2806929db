import type { MessageOf } from './catalog/define-texts.ts';
import type { serverRemedyText } from './catalog/en/server-remedies.ts';
import type { LabeledSetting } from './catalog/en/setting-labels.ts';

type RemedyMessage = MessageOf<typeof serverRemedyText>;

/** A place on the Settings page: a setting, the server's variables, or the page that shows what is in effect. */
type SettingsPlace = LabeledSetting | 'extraVariables' | 'configuration';

/** What a remedy's button does. */
export type RemedyAction =
  | { readonly do: 'start' | 'restart' | 'useFreePort' | 'copyDiagnostics' | 'downloadOllama' }
  | { readonly do: 'show'; readonly page: 'models' | 'network' | 'logs' }
  | { readonly do: 'show'; readonly page: 'settings'; readonly place?: SettingsPlace }
  /** Shows the file or folder that the failure is about in the file manager, where there is one. */
  | { readonly do: 'reveal' }
  /** Copies a command for a terminal, which is shown. */
  | { readonly do: 'copy'; readonly label: RemedyMessage; readonly command: string }
  | {
      readonly do: 'takeOver';
      readonly pid: number;
      readonly label: RemedyMessage;
      readonly question: RemedyMessage;
      readonly consequence: RemedyMessage;
    };

/** Something a person can do about the state, with the button that does it or leads there. */
export interface Remedy {
  readonly title: RemedyMessage;
  readonly hint: RemedyMessage;
  readonly action: RemedyAction;
}
