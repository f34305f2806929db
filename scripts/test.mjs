// npm test: builds, finds a browser, and runs every suite. `ollama` and `electron` run the suites that need the real ones,
// `faults` the fault suite with new seeds, `availability` the long run of clients that never stop asking, `clients` those of the
// clients that come from PyPI.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fetchBrowser, findBrowser } from './find-browser.mjs';
import { findElectron } from './find-electron.mjs';
import { root } from './find-node.mjs';
import { parseFaultArgs } from './parse-fault-args.mjs';
import { pythonWithClients } from './python-clients.mjs';
import { runChild } from './run-child.mjs';
import { buildIfStale } from './stale.mjs';

const args = process.argv.slice(2);

function stop(line) {
  console.error(line);
  process.exit(1);
}

function needBrowser() {
  const browser = findBrowser() ?? (process.env.CORRAL_BROWSER ? undefined : fetchBrowser(process.execPath));
  if (browser) return browser;
  stop(
    process.env.CORRAL_BROWSER
      ? `CORRAL_BROWSER points to ${process.env.CORRAL_BROWSER}, which doesn't exist.`
      : 'The tests need a browser. Install Chromium, Chrome, or Edge, or set CORRAL_BROWSER to its path.',
  );
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((path) => existsSync(path));
}

/** For each form: the folders for vitest, what must be installed, and the environment that the suites read. */
const suites = {
  all: () => ({
    what: "all suites but the desktop's in real Electron (npm run test:electron), PyPI's clients (npm run test:clients), and clients that never stop asking (npm run test:availability)",
    filters: [
      ...['--exclude', 'tests/electron/**', '--exclude', 'tests/clients/pypi/**'],
      ...['--exclude', 'tests/availability/availability.test.ts'],
    ],
    env: { CORRAL_BROWSER: needBrowser() },
  }),
  ollama: () => {
    const ollama = onPath('ollama');
    if (!ollama)
      stop('ollama not found on PATH. These suites run against the real server; install it from ollama.com.');
    return {
      what: `the suites against ${ollama}`,
      // The other end-to-end tests flip switches that only the fake has.
      filters: [
        ...['tests/ollama', 'tests/clients', 'tests/attacks', 'tests/e2e/either-server', 'tests/faults'],
        ...['--exclude', 'tests/clients/pypi/**'],
      ],
      env: { CORRAL_TEST_OLLAMA: 'real', CORRAL_BROWSER: needBrowser() },
    };
  },
  faults: () => {
    const env = parseFaultArgs(args.splice(0));
    return { what: `the fault suite from seed ${env.CORRAL_FAULTS_SEED}`, filters: ['tests/faults'], env };
  },
  availability: () => ({
    what: 'the long run of clients that never stop asking',
    filters: ['tests/availability'],
    env: { CORRAL_AVAILABILITY: 'full' },
  }),
  clients: () => {
    try {
      const python = pythonWithClients();
      return { what: 'the clients from PyPI', filters: ['tests/clients/pypi'], env: { CORRAL_TEST_PYTHON: python } };
    } catch (error) {
      return stop(error.message);
    }
  },
  electron: () => {
    const electron = process.env.CORRAL_TEST_ELECTRON || findElectron();
    if (!electron) stop("Electron isn't installed. Run `npx install-electron`, then try again.");
    return { what: "the desktop's suite", filters: ['tests/electron'], env: { CORRAL_TEST_ELECTRON: electron } };
  },
};

const form = Object.hasOwn(suites, args[0] ?? '') ? args.shift() : 'all';
const { what, filters, env } = suites[form]();
await buildIfStale(process.execPath);
console.log(
  `Running ${what}${env.CORRAL_BROWSER ? ` with ${env.CORRAL_BROWSER}` : ''} on Node ${process.versions.node}`,
);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
process.exitCode = await runChild(process.execPath, [vitest, 'run', ...filters, ...args], {
  env: { ...process.env, ...env },
});
