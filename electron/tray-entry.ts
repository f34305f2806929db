import type { Reach } from '../contract/reach.ts';
import type { Page } from './pages.ts';

/** What a menu entry does, as data. */
export type TrayAction =
  | { readonly do: 'startServer' | 'stopServer' | 'restartServer' | 'cancelPending' | 'cancelPendingChange' | 'quit' }
  | { readonly do: 'show'; readonly page?: Page }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'loadModel' | 'unloadModel'; readonly name: string }
  | { readonly do: 'pausePull' | 'resumePull' | 'cancelPull'; readonly id: string }
  | { readonly do: 'setReach'; readonly reach: Reach }
  | { readonly do: 'setKeyRequired'; readonly required: boolean };

export interface TrayEntry {
  readonly type?: 'separator' | 'header' | 'radio' | 'checkbox';
  readonly label?: string;
  readonly sublabel?: string;
  readonly toolTip?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly action?: TrayAction;
  readonly submenu?: readonly TrayEntry[];
}

export const separator: TrayEntry = { type: 'separator' };

export function showPage(page: Page): TrayAction {
  return { do: 'show', page };
}
