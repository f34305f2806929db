// npm start: the desktop app; where Electron's runtime can't be had, the headless host and the browser.
import { fetchElectron, findElectron } from './find-electron.mjs';
import { needNode } from './find-node.mjs';
import { runChild, runFile } from './run-child.mjs';
import { buildIfStale } from './stale.mjs';

/** Electron's executable, or why the desktop can't be had here. */
function desktop(node, { env, platform }) {
  if (platform === 'darwin') {
    if (!findElectron(env)) console.log("Fetching Electron's runtime, once…");
    const failure = fetchElectron(node);
    const electron = failure === null || env.ELECTRON_OVERRIDE_DIST_PATH ? findElectron(env) : null;
    return electron ? { electron } : { missing: `Electron's runtime could not be fetched (${failure})` };
  }
  const electron = findElectron(env);
  if (!electron) return { missing: "Electron's runtime is not here" };
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { electron } : { missing: 'There is no display' };
}

const node = needNode();
await buildIfStale(node);
const { electron, missing } = desktop(node, { env: process.env, platform: process.platform });
const args = process.argv.slice(2);
if (electron) {
  process.exitCode = await runChild(electron, ['.', ...args]);
} else {
  console.log(`${missing}, so Corral runs in the browser instead of the menu bar.`);
  await runFile('out/headless/main.js', args);
}
