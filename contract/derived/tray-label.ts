import type { ExposureSlice } from '../exposure.ts';
import type { ServerActual } from '../server.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import type { desktopText } from './catalog/en/desktop.ts';
import { serverText } from './catalog/en/server.ts';
import { serverTitle } from './server-text.ts';

type Access = Pick<NonNullable<ExposureSlice['effective']>, 'open' | 'keyed'>;

/**
 * The state at the top of the menu-bar menu, for `desktopText` to put into words. Unlike the window, the menu has no banner for
 * the access of other machines, so its first line says that too. `access` is null where nothing is known.
 */
export function trayLabel(actual: ServerActual, access: Access | null): MessageOf<typeof desktopText> {
  const values = { title: serverText(serverTitle(actual, false)) };
  const isUp = actual.state === 'running' || actual.state === 'unresponsive' || actual.state === 'external';
  if (isUp && access?.open) return { key: 'state.open', values };
  return { key: isUp && access?.keyed ? 'state.keyRequired' : 'state.title', values };
}
