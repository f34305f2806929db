import { shell } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { openExternalLink } from './external-link.ts';

vi.mock('electron', () => ({ shell: { openExternal: vi.fn() } }));

describe('openExternalLink', () => {
  it.each(['https://ollama.com/library', 'http://192.168.1.2:8080/x?y=1#z'])('opens %s', async (url) => {
    await openExternalLink(url);
    expect(shell.openExternal).toHaveBeenLastCalledWith(url);
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://corral/',
    'smb://server/share',
    'x-apple.systempreferences:com.apple',
    'ssh://host',
    'https://user:secret@example.com/',
    'not a link',
    '',
  ])('refuses %j', async (url) => {
    vi.mocked(shell.openExternal).mockClear();
    await openExternalLink(url);
    expect(shell.openExternal).not.toHaveBeenCalled();
  });
});
