import { describe, expect, it, vi } from 'vitest';
import { chooseHost } from './choose-host.mjs';

const path = '/dist/electron';
function there() {
  return path;
}
function notThere() {
  return null;
}

describe('on a Mac', () => {
  const platform = 'darwin';

  it('downloads Electron automatically, also where another version is installed', () => {
    const find = vi.fn().mockReturnValueOnce(null).mockReturnValue(path);
    expect(chooseHost({ env: {}, platform, find, fetchRuntime: () => null })).toEqual({ electron: path });
    const fetchRuntime = vi.fn(() => null);
    expect(chooseHost({ env: {}, platform, find: there, fetchRuntime })).toEqual({ electron: path });
    expect(fetchRuntime).toHaveBeenCalledOnce();
  });

  it('says why it could not', () => {
    const missing = "Couldn't download Electron (the download failed: ENOTFOUND)";
    const fetchRuntime = () => 'the download failed: ENOTFOUND';
    expect(chooseHost({ env: {}, platform, find: notThere, fetchRuntime })).toEqual({ missing });
  });

  it('uses a runtime that is named, and fetches none', () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: '/dist' };
    const fetchRuntime = vi.fn(() => null);
    expect(chooseHost({ env, platform, find: there, fetchRuntime })).toEqual({ electron: path });
    expect(chooseHost({ env, platform, find: notThere, fetchRuntime })).toHaveProperty('missing');
    expect(fetchRuntime).not.toHaveBeenCalled();
  });
});

describe('elsewhere', () => {
  const fetchRuntime = () => {
    throw new Error('Nothing is fetched here.');
  };

  it.each([
    [{ DISPLAY: ':0' }, there, { electron: path }],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, there, { electron: path }],
    [{}, there, { missing: 'No display found' }],
    [{ DISPLAY: ':0' }, notThere, { missing: "Electron isn't installed" }],
  ])('needs a display and a runtime: %j', (env, find, chosen) => {
    expect(chooseHost({ env, platform: 'linux', find, fetchRuntime })).toEqual(chosen);
  });
});
