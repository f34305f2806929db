import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findBrowser } from './find-browser.mjs';

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'corral-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('takes the browser that is named, and no other', async () => {
  const folder = await newFolder();
  const named = join(folder, 'my-browser');
  await writeFile(named, '');
  expect(findBrowser({ CORRAL_BROWSER: named, PATH: process.env.PATH })).toBe(named);
  expect(findBrowser({ CORRAL_BROWSER: join(folder, 'gone'), PATH: process.env.PATH })).toBeUndefined();
});

it("finds the system's on PATH before one that Playwright fetched", async () => {
  const folder = await newFolder();
  const fetched = join(folder, 'chromium_headless_shell-1/chrome-headless-shell-linux64');
  await mkdir(fetched, { recursive: true });
  await writeFile(join(fetched, 'chrome-headless-shell'), '');
  await writeFile(join(folder, 'chromium'), '');
  expect(findBrowser({ PATH: folder, PLAYWRIGHT_BROWSERS_PATH: folder })).toBe(join(folder, 'chromium'));
  const found = findBrowser({ PATH: join(folder, 'empty'), PLAYWRIGHT_BROWSERS_PATH: folder });
  // A Mac has its browsers in a place of their own.
  if (process.platform === 'linux') expect(found).toBe(join(fetched, 'chrome-headless-shell'));
});
