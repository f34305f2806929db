import type { Capabilities } from '../../contract/app.ts';
import type { Settings } from '../../contract/settings.ts';

/** Where a host stores the settings, as `settings.json` in the data folder. Core validates what is read. */
export interface SettingsStore {
  read(): unknown;
  write(value: Settings): void;
}

/** What core leaves to its host because only a host can do it. */
export interface Platform {
  readonly host: 'desktop' | 'headless';
  readonly capabilities: Capabilities;
  readonly settingsStore: SettingsStore;
  notify(notification: { title: string; body: string }): void;
  /** Opens an address outside Corral; core has already checked that it is a web link. */
  openLink(url: string): Promise<void>;
  /** Shows a file or folder in the file manager. Only called if `capabilities.revealFile`. */
  revealFile(path: string): Promise<void>;
  /** Null when the person canceled. Only called if `capabilities.pickFile`. */
  pickFile(options: { title: string; kind: 'file' | 'folder' }): Promise<string | null>;
  /** Only called if `capabilities.loginItem`. */
  setOpenAtLogin(open: boolean): void;
  /** Prevents sleep until it is called with false. Only called if `capabilities.keepAwake`. */
  keepAwake(on: boolean): void;
  /** Quits the host as its own quit command does. Only called if `capabilities.quit`. */
  quit(): void;
}
