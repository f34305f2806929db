import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { confine, refusePermissions } from './window-security.ts';

function confined() {
  const setWindowOpenHandler = vi.fn<WebContents['setWindowOpenHandler']>();
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler });
  const openLink = vi.fn(() => Promise.resolve());
  confine(contents as unknown as WebContents, openLink);
  const emit = (name: string, url = '', isMainFrame = false) => {
    const event = { url, isMainFrame, preventDefault: vi.fn() };
    contents.emit(name, event);
    return event.preventDefault.mock.calls.length > 0;
  };
  return { emit, openLink, open: setWindowOpenHandler.mock.lastCall?.[0] };
}

describe('a window', () => {
  it('stays on our pages', () => {
    const { emit, openLink } = confined();
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(emit(name, 'app://corral/#/models')).toBe(false);
      for (const url of ['https://evil.example/', 'file:///etc/passwd', 'app://corral.evil/', 'data:text/html,x', '']) {
        expect([name, url, emit(name, url)]).toEqual([name, url, true]);
      }
    }
    expect(openLink).toHaveBeenCalledWith('https://evil.example/');
    // Electron emits will-navigate, which opens the link, only where this one wasn't prevented.
    expect(emit('will-frame-navigate', 'https://evil.example/', true)).toBe(false);
  });

  it('opens no other window; a link opens in the browser', () => {
    const { open, openLink } = confined();
    expect(Reflect.apply(open ?? (() => undefined), null, [{ url: 'https://ollama.com/' }])).toEqual({
      action: 'deny',
    });
    expect(openLink).toHaveBeenCalledWith('https://ollama.com/');
  });

  it('embeds no other page', () => {
    expect(confined().emit('will-attach-webview')).toBe(true);
  });
});

describe('permissions', () => {
  it('are denied except writing to the clipboard', () => {
    const set = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    };
    refusePermissions(set as unknown as Session);
    const [request] = set.setPermissionRequestHandler.mock.lastCall ?? [];
    const [check] = set.setPermissionCheckHandler.mock.lastCall ?? [];
    const [device] = set.setDevicePermissionHandler.mock.lastCall ?? [];
    const isAllowed = (permission: string) => {
      const callback = vi.fn();
      request(null, permission, callback);
      expect(check(null, permission)).toBe(callback.mock.lastCall?.[0]);
      return callback.mock.lastCall?.[0];
    };
    expect(isAllowed('clipboard-sanitized-write')).toBe(true);
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
    ]) {
      expect([permission, isAllowed(permission)]).toEqual([permission, false]);
    }
    expect(device()).toBe(false);
  });
});
