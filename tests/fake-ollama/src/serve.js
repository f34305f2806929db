/**
 * @import { App, Config } from './app.js'
 * @import { Cors } from './http/cors.js'
 * @import { Handling } from './http/server.js'
 * @import { Env } from './types.ts'
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from './app.js';
import { createCors, OriginsPanic } from './http/cors.js';
import { createRouter } from './http/router.js';
import { createHttpServer } from './http/server.js';
import { installSynthetic } from './library/install.js';
import { prepareStore } from './models/prune.js';
import { readConfig } from './process/config.js';
import { exit, never, spawnStrayRunner } from './process/faults.js';
import { ensureIdentity } from './process/identity.js';
import { listen } from './process/listen.js';
import { log } from './process/log.js';
import { joinHostPort } from './process/ollama-host.js';
import { installShutdown } from './process/shutdown.js';
import { routeTable } from './routes.js';

const GPU = {
  id: 0,
  filter_id: 0,
  library: 'Metal',
  compute: '0.0',
  name: 'MTL0',
  description: 'Apple M3 Max',
  libdirs: '',
  driver: '0.0',
  pci_id: '',
  type: 'iGPU',
  total: '27.0 GiB',
  available: '27.0 GiB',
};

/**
 * @param {string} origins
 * @returns {Cors}
 */
function corsOrPanic(origins) {
  try {
    return createCors(origins);
  } catch (error) {
    if (error instanceof OriginsPanic) exit({ code: 2, message: `panic: ${error.message}\n\ngoroutine 1 [running]:` });
    throw error;
  }
}

/** @param {Config} config */
function logConfig({ env, host, modelsDir, noCloud }) {
  const shown = { ...env, OLLAMA_HOST: `http://${joinHostPort(host.host, host.port)}`, OLLAMA_MODELS: modelsDir };
  const pairs = Object.entries(shown).filter(([name]) => /^OLLAMA_(?!FAKE)|_PROXY$/i.test(name));
  log('INFO', 'routes.go:1951', 'server config', {
    env: `map[${pairs.map(([name, value]) => `${name}:${value}`).join(' ')}]`,
  });
  log('INFO', 'routes.go:1953', `Ollama cloud disabled: ${noCloud}`);
}

/** @param {Env} env */
function ollamaVariables(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name.startsWith('OLLAMA_') && name !== 'OLLAMA_FAKE'),
  );
}

/**
 * The slow part of a start, GPU discovery, and the faults that happen before the first response.
 * @param {App} app
 */
async function discover(app) {
  log('INFO', 'runner.go:60', 'discovering available GPUs...');
  log('INFO', 'model_list_cache.go:112', 'model list cache hydration complete', {
    models: app.store.names().length,
    failures: 0,
    elapsed: '1.9ms',
  });
  const { startDelayMs, exitBeforeReady, neverReady, strayRunner } = app.switches();
  await wait(startDelayMs);
  if (strayRunner) await spawnStrayRunner(app);
  if (exitBeforeReady !== null) exit(exitBeforeReady);
  if (neverReady) await never();
  process.stderr.write('ggml_metal_init: found device: Apple M3 Max\n');
  log('INFO', 'types.go:32', 'inference compute', GPU);
  log('INFO', 'routes.go:2058', 'vram-based default context', { total_vram: '27.0 GiB', default_num_ctx: 32768 });
}

/** @param {App} app */
function scheduleExit(app) {
  const { exitAfterMs, exit: how } = app.switches();
  if (exitAfterMs !== null) setTimeout(() => exit(how), exitAfterMs);
}

/**
 * `ollama serve`: binds the port first and responds on it last; everything the real server logs comes in its order.
 * @param {Env} env
 * @param {readonly string[]} args
 * @throws {Error} whose text is what the command prints before it exits with 1
 */
export async function serve(env, args) {
  const config = readConfig(env);
  if (config.host.badPort !== null) {
    const { port, defaultPort } = config.host.badPort;
    process.stderr.write(`WARN invalid port, using default port=${port} default=${defaultPort}\n`);
  }
  ensureIdentity(env);
  const app = createApp(config);
  app.event('start', { args, pid: process.pid, env: ollamaVariables(env) });
  /** @type {(handling: Handling) => void} */
  let becomeReady = () => undefined;
  /** @type {Promise<Handling>} */
  const ready = new Promise((resolve) => {
    becomeReady = resolve;
  });
  const server = createHttpServer(async ({ method, url }) => {
    const handling = await ready;
    if (app.switches().recordRequests) app.event('request', { method, path: url?.replace(/\?.*/, '') });
    if (app.switches().hang) await never();
    return handling;
  });
  const { address, shown } = await listen(server, config.host);
  logConfig(config);
  prepareStore(app.store, { noPrune: config.noPrune });
  installSynthetic(app.store, app.switches());
  const handling = { cors: corsOrPanic(config.origins), bound: address, route: createRouter(routeTable(app)) };
  log('INFO', 'routes.go:2008', `Listening on ${shown} (version ${app.switches().version})`);
  installShutdown(app, server);
  await discover(app);
  becomeReady(handling);
  app.event('ready', { address: shown });
  scheduleExit(app);
}
