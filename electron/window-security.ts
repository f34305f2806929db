import type { Session, WebContents } from 'electron';
import { appOrigin } from './app-scheme.ts';

/** Writing to the clipboard is the only permission that pages need. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** Denies every permission but writing to the clipboard, and every device. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(permission === ALLOWED_PERMISSION));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED_PERMISSION);
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on our own pages: links go to `openLink`, and nothing else navigates, opens windows, or embeds. */
export function confine(contents: WebContents, openLink: (url: string) => Promise<void>): void {
  contents.setWindowOpenHandler(({ url }) => {
    void openLink(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    void openLink(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    // Prevented here, the window itself would never emit the event above, which opens the link.
    if (!event.isMainFrame && !isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function isOurs(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && `${url.protocol}//${url.host}` === appOrigin;
}
