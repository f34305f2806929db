import type { Capabilities } from '../../contract/app.ts';
import type { Settings } from '../../contract/settings.ts';

/** Where a host keeps the settings. Core validates what is read; the file is `settings.json` in the data folder. */
export interface SettingsStore {
  read(): unknown;
  write(value: Settings): void;
}

/** What core asks its host for because only a host can do it. Everything else core does itself. */
export interface Platform {
  readonly host: 'desktop' | 'headless';
  readonly capabilities: Capabilities;
  readonly settingsStore: SettingsStore;
  notify(notification: { title: string; body: string }): void;
  /** Opens an address outside Corral; core has already checked that it is a web link. */
  openLink(url: string): Promise<void>;
  /** Shows a file or folder in the file manager. Only called where `capabilities.revealFile`. */
  revealFile(path: string): Promise<void>;
  /** `null` when the person cancelled. Only called where `capabilities.pickFile`. */
  pickFile(options: { title: string; kind: 'file' | 'folder' }): Promise<string | null>;
  /** Only called where `capabilities.loginItem`. */
  setOpenAtLogin(open: boolean): void;
  /** Keeps the machine from sleeping, until it is called with false. Only called where `capabilities.keepAwake`. */
  keepAwake(on: boolean): void;
  /** Ends the host the way its own quit does. Only called where `capabilities.quit`. */
  quit(): void;
}
