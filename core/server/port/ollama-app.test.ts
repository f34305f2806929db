// Bundles: https://github.com/kevinhermawan/Ollamac, https://github.com/CrazyNeil/OllamaSpring and others named after Ollama.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ProcessInfo } from '../../os/process-info.ts';
import { identified, isOfOllamaApp, isOllamaApp } from './ollama-app.ts';

it.each([
  ['/Applications/Ollama.app/Contents/MacOS/Ollama hidden', true, true],
  ['/Applications/Ollama.app/Contents/Resources/ollama serve', false, true],
  ['/Applications/Ollama.app/Contents/Resources/llama-server --model /Volumes/My Disk/x', false, true],
  ['/Applications/Ollama.app/Contents/Frameworks/Ollama Helper.app/Contents/MacOS/Ollama Helper', false, true],
  ['/Users/me/Applications/Ollama.app/Contents/MacOS/Ollama', true, true],
  ['/Applications/Ollama 2.app/Contents/MacOS/Ollama', true, true],
  ['/private/var/folders/zz/a/T/AppTranslocation/8064/d/Ollama.app/Contents/MacOS/Ollama', true, true],
  ['/Applications/Ollamac.app/Contents/MacOS/Ollamac', false, false],
  ['/Applications/Ollamac Pro.app/Contents/MacOS/Ollamac Pro', false, false],
  ['/Applications/OllamaSpring.app/Contents/MacOS/OllamaSpring', false, false],
  ['/Applications/OllamaSpring.app/Contents/Resources/ollama serve', false, false],
  ['/Applications/MyOllama.app/Contents/MacOS/MyOllama', false, false],
  ['/Applications/Ollama Helper.app/Contents/MacOS/Ollama Helper', false, false],
  ['/Applications/Ollama-Swift.app/Contents/MacOS/Ollama-Swift', false, false],
  ['/Applications/Ollama.app.bak/Contents/MacOS/Ollama', false, false],
  ['/usr/bin/open -W /Applications/Ollama.app/Contents/MacOS/Ollama', false, false],
  ['/usr/bin/sample /Applications/Ollama.app/Contents/Resources/ollama', false, false],
])('%s', (args, isApp, isOfApp) => {
  expect([isOllamaApp({ args }), isOfOllamaApp({ args })]).toEqual([isApp, isOfApp]);
});

async function knownAs(app: string, identifier: string | null): Promise<[boolean, boolean]> {
  const folder = mkdtempSync(join(tmpdir(), 'corral-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const contents = join(folder, app, 'Contents');
  mkdirSync(contents, { recursive: true });
  const plist = `<plist><dict><key>CFBundleName</key><string>Ollama</string><key>CFBundleIdentifier</key>\n\t<string>${identifier}</string></dict></plist>`;
  if (identifier !== null) writeFileSync(join(contents, 'Info.plist'), plist);
  const process = await identified({ args: `${contents}/MacOS/Ollama` } as ProcessInfo);
  return [isOllamaApp(process), isOfOllamaApp(process)];
}

it('goes by the identifier of a bundle, whatever its name, and by the name without one', async () => {
  expect(await knownAs('Ollama.app', 'com.electron.ollama')).toEqual([true, true]);
  expect(await knownAs('Ollama 0.12.app', 'ai.ollama.ollama')).toEqual([true, true]);
  expect(await knownAs('Ollama.app', 'com.apple.automator.Ollama')).toEqual([false, false]);
  expect(await knownAs('Ollama.app', null)).toEqual([true, true]);
  expect(await knownAs('Ollamac.app', null)).toEqual([false, false]);
});
