import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { confine, refusePermissions } from './window-security.ts';

function confined() {
  const setWindowOpenHandler = vi.fn<WebContents['setWindowOpenHandler']>();
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler });
  const openLink = vi.fn(() => Promise.resolve());
  confine(contents as unknown as WebContents, openLink);
  const emit = (name: string, url = '') => {
    const event = { url, preventDefault: vi.fn() };
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
  });

  it('opens no other window; a link goes outside', () => {
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
  it('are refused but for copying', () => {
    const set = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    };
    refusePermissions(set as unknown as Session);
    const [request] = set.setPermissionRequestHandler.mock.lastCall ?? [];
    const [check] = set.setPermissionCheckHandler.mock.lastCall ?? [];
    const [device] = set.setDevicePermissionHandler.mock.lastCall ?? [];
    const asked = (permission: string) => {
      const answer = vi.fn();
      request(null, permission, answer);
      expect(check(null, permission)).toBe(answer.mock.lastCall?.[0]);
      return answer.mock.lastCall?.[0];
    };
    expect(asked('clipboard-sanitized-write')).toBe(true);
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
    ]) {
      expect([permission, asked(permission)]).toEqual([permission, false]);
    }
    expect(device()).toBe(false);
  });
});
