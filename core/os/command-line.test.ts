// Command lines as `ps` of macOS writes them, from docker/for-mac#4906, abiosoft/colima and containers/podman issues, and
// https://github.com/ollama/ollama/issues/707; those of apps beside Ollama after their bundles' names.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appOf, executableOf, processName } from './command-line.ts';

const translocated = '/private/var/folders/zz/abc/T/AppTranslocation/806435B0-EA6B-4EE0-9047-56ED6A23D21D/d/Ollama.app';

it.each([
  ['/Volumes/My Disk/bin/ollama serve', '/Volumes/My Disk/bin/ollama', 'ollama'],
  ['/Volumes/My Big Disk/AI tools/ollama run library/qwen3', '/Volumes/My Big Disk/AI tools/ollama', 'ollama'],
  ['/Volumes/Backup - Old/bin/ollama serve', '/Volumes/Backup - Old/bin/ollama', 'ollama'],
  ['/Users/me/My Tools/ollama/ollama serve', '/Users/me/My Tools/ollama/ollama', 'ollama'],
  [
    '/Users/me/Library/Application Support/Corral/ollama/ollama serve',
    '/Users/me/Library/Application Support/Corral/ollama/ollama',
    'ollama',
  ],
  ['ollama serve', 'ollama', 'ollama'],
  ['./ollama serve', './ollama', 'ollama'],
  ['/opt/homebrew/opt/ollama/bin/ollama serve', '/opt/homebrew/opt/ollama/bin/ollama', 'ollama'],
  ['/usr/bin/ruby bin/rails server -p 11434', '/usr/bin/ruby', 'ruby'],
  ['/usr/local/bin/node server/index.js', '/usr/local/bin/node', 'node'],
  [
    '/opt/podman/bin/gvproxy -mtu 1500 -ssh-port 50123 -listen-qemu unix:///var/x',
    '/opt/podman/bin/gvproxy',
    'gvproxy',
  ],
  ['/opt/homebrew/bin/limactl hostagent --pidfile /Users/me/.colima/x colima', '/opt/homebrew/bin/limactl', 'limactl'],
  ['ssh: /Users/me/.colima/_lima/colima/ssh.sock [mux]', 'ssh:', 'ssh'],
  ['ssh -N -L 11434:localhost:11434 me@box', 'ssh', 'ssh'],
  ['nginx: master process /usr/local/bin/nginx -g daemon off;', 'nginx:', 'nginx'],
  ['-zsh', '-zsh', '-zsh'],
  [
    '/Applications/Docker.app/Contents/MacOS/com.docker.backend services',
    '/Applications/Docker.app/Contents/MacOS/com.docker.backend',
    'Docker',
  ],
  [
    '/Applications/LM Studio.app/Contents/MacOS/LM Studio --x',
    '/Applications/LM Studio.app/Contents/MacOS/LM Studio',
    'LM Studio',
  ],
  [
    '/Applications/Ollama 2.app/Contents/Resources/ollama serve',
    '/Applications/Ollama 2.app/Contents/Resources/ollama',
    'ollama',
  ],
  [`${translocated}/Contents/Resources/ollama serve`, `${translocated}/Contents/Resources/ollama`, 'ollama'],
  ['/usr/bin/open -W /Applications/Ollama.app/Contents/MacOS/Ollama', '/usr/bin/open', 'open'],
  ['/usr/bin/codesign --verify /Applications/Ollama.app/Contents/Resources/ollama', '/usr/bin/codesign', 'codesign'],
  ['', '', ''],
])('%s', (args, executable, name) => {
  expect(executableOf(args)).toBe(executable);
  expect(processName(executableOf(args))).toBe(name);
});

it.each<[string, string | null, boolean]>([
  ['/Applications/Ollama.app/Contents/MacOS/Ollama hidden', 'Ollama.app', true],
  ['/Applications/Ollama.app/Contents/Resources/ollama serve', 'Ollama.app', false],
  [
    '/Applications/Ollama.app/Contents/Frameworks/Ollama Helper.app/Contents/MacOS/Ollama Helper --type=gpu',
    'Ollama.app',
    false,
  ],
  [`${translocated}/Contents/MacOS/Ollama`, 'Ollama.app', true],
  ['/Users/me/Applications/Ollama.app/Contents/MacOS/Ollama', 'Ollama.app', true],
  ['/Volumes/My Disk/Ollama.app/Contents/MacOS/Ollama', 'Ollama.app', true],
  ['/Applications/Ollamac.app/Contents/MacOS/Ollamac', 'Ollamac.app', true],
  ['/Applications/Ollama.app.bak/Contents/MacOS/Ollama', null, false],
  ['/usr/bin/open -W /Applications/Ollama.app/Contents/MacOS/Ollama', null, false],
  ['tail -f /Applications/Ollama.app/Contents/MacOS/Ollama', null, false],
  ['node /tmp/x/Ollama.app/Contents/MacOS/Ollama', 'Ollama.app', true],
  ['ollama serve', null, false],
])('knows the app of %s', (args, name, isMain) => {
  expect(appOf(args)?.name ?? null).toBe(name);
  expect(appOf(args)?.isMain ?? false).toBe(isMain);
});

it('is the beginning of any command line', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('/Volumes/My', 'Disk/bin/x', '.app/Contents/', '-v', ' ', 'MacOS/'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const args = words.join(' ');
      expect(args.startsWith(executableOf(args))).toBe(true);
      appOf(args);
    }),
  );
});
