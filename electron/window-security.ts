import type { Session, WebContents } from 'electron';
import { appOrigin } from './app-scheme.ts';

/** Copying is the one thing a page may do beyond showing itself. */
const allowedPermission = 'clipboard-sanitized-write';

/** Refuses every permission but copying, and every device. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === allowedPermission));
  session.setPermissionCheckHandler((_contents, permission) => permission === allowedPermission);
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on our own pages: links go to `openLink`, and nothing else leaves, opens or embeds. */
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
    if (!isOurs(event.url)) event.preventDefault();
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
