import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './find-node.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const checkoutCache = join(root, '.cache/browsers');

/** Where Playwright's downloads put the executable, below a folder named `chromium…-REVISION`. */
const layouts = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-headless-shell-linux64/chrome-headless-shell',
  'chrome-linux/headless_shell',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  ...['arm64', 'x64'].flatMap((arch) => [
    `chrome-mac-${arch}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
    `chrome-headless-shell-mac-${arch}/chrome-headless-shell`,
  ]),
];

function playwrightCaches(env) {
  const own = process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright';
  return [env.PLAYWRIGHT_BROWSERS_PATH, checkoutCache, join(homedir(), own)].filter((path) => path && existsSync(path));
}

function inPlaywrightCaches(env) {
  return playwrightCaches(env)
    .flatMap((cache) =>
      readdirSync(cache)
        .filter((name) => name.startsWith('chromium'))
        .map((name) => join(cache, name)),
    )
    .flatMap((folder) => layouts.map((layout) => join(folder, layout)))
    .find((path) => existsSync(path));
}

function ofTheSystem(env) {
  const mac = macApps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const path = (env.PATH ?? '').split(delimiter).flatMap((dir) => commands.map((name) => join(dir, name)));
  return [...(process.platform === 'darwin' ? mac : []), ...path].find((file) => existsSync(file));
}

/** The path of a Chromium that can run the tests: `CORRAL_BROWSER`, the system's, or Playwright's own; else undefined. */
export function findBrowser(env = process.env) {
  if (env.CORRAL_BROWSER) return existsSync(env.CORRAL_BROWSER) ? env.CORRAL_BROWSER : undefined;
  return ofTheSystem(env) ?? inPlaywrightCaches(env);
}

/** Fetches Playwright's own Chromium into the checkout; undefined where it can't be had. */
export function fetchBrowser(node) {
  console.log('No Chromium, Chrome, or Edge found. Downloading Chromium into .cache/browsers…');
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: checkoutCache };
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  // Its failures are long; ours is the one line that says what to do.
  spawnSync(node, [cli, 'install', 'chromium-headless-shell'], { env, stdio: ['ignore', 'inherit', 'ignore'] });
  return inPlaywrightCaches({});
}
