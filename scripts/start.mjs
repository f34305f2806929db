// npm start: the desktop app; where Electron's runtime can't be had, the headless host and the browser.
import { chooseHost } from './choose-host.mjs';
import { fetchElectron, findElectron } from './find-electron.mjs';
import { needNode } from './find-node.mjs';
import { runChild, runFile } from './run-child.mjs';
import { buildIfStale } from './stale.mjs';

const node = needNode();
await buildIfStale(node);
const { electron, missing } = chooseHost({
  env: process.env,
  platform: process.platform,
  find: findElectron,
  fetchRuntime: () => fetchElectron(node),
});
const args = process.argv.slice(2);
if (electron) {
  process.exitCode = await runChild(electron, ['.', ...args]);
} else {
  console.log(`${missing}. Running Corral in the browser instead of the menu bar.`);
  await runFile('out/headless/main.js', args);
}
