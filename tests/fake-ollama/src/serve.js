import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from './app.js';
import { createCors, OriginsPanic } from './http/cors.js';
import { createRouter } from './http/router.js';
import { createHttpServer } from './http/server.js';
import { installSynthetic } from './library/install.js';
import { prepareStore } from './models/prune.js';
import { readConfig } from './process/config.js';
import { die, never, spawnStray } from './process/faults.js';
import { ensureIdentity } from './process/identity.js';
import { listen } from './process/listen.js';
import { log } from './process/log.js';
import { joinHostPort } from './process/ollama-host.js';
import { installShutdown } from './process/shutdown.js';
import { routeTable } from './routes.js';

const GPU = {
  ...{ id: 0, filter_id: 0, library: 'Metal', compute: '0.0', name: 'MTL0', description: 'Apple M3 Max', libdirs: '' },
  ...{ driver: '0.0', pci_id: '', type: 'iGPU', total: '27.0 GiB', available: '27.0 GiB' },
};

function corsOrPanic(origins) {
  try {
    return createCors(origins);
  } catch (error) {
    if (!(error instanceof OriginsPanic)) throw error;
    return die({ code: 2, message: `panic: ${error.message}\n\ngoroutine 1 [running]:` });
  }
}

function logConfig({ env, host, modelsDir, noCloud }) {
  const shown = { ...env, OLLAMA_HOST: `http://${joinHostPort(host.host, host.port)}`, OLLAMA_MODELS: modelsDir };
  const pairs = Object.entries(shown).filter(([name]) => /^OLLAMA_(?!FAKE)|_PROXY$/i.test(name));
  log('INFO', 'routes.go:1951', 'server config', {
    env: `map[${pairs.map(([name, value]) => `${name}:${value}`).join(' ')}]`,
  });
  log('INFO', 'routes.go:1953', `Ollama cloud disabled: ${noCloud}`);
}

/**
 * `ollama serve`: binds the port first and answers on it last; everything the real server logs comes in its order.
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
  const opening = deferred();
  const routes = {};
  const server = createHttpServer({
    gate: () => opening.promise.then(() => (app.switches().hang ? never() : undefined)),
    cors: (request) => routes.cors(request),
    bound: () => routes.bound,
    route: (req, res) => routes.route(req, res),
  });
  const { address, shown } = await listen(server, config.host);
  logConfig(config);
  prepareStore(app.store, { noPrune: config.noPrune });
  installSynthetic(app.store, app.switches());
  Object.assign(routes, { cors: corsOrPanic(config.origins), bound: address, route: createRouter(routeTable(app)) });
  log('INFO', 'routes.go:2008', `Listening on ${shown} (version ${app.switches().version})`);
  installShutdown(app, server);
  await discover(app);
  opening.resolve();
  app.event('ready', { address: shown });
  dieLater(app);
}

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve) => Object.assign(parts, { resolve }));
  return parts;
}

const ollamaVariables = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('OLLAMA_') && name !== 'OLLAMA_FAKE'));

/** The slow part of a start, GPU discovery, and the faults that happen before the first answer. */
async function discover(app) {
  log('INFO', 'runner.go:60', 'discovering available GPUs...');
  const models = app.store.names().length;
  log('INFO', 'model_list_cache.go:112', 'model list cache hydration complete', {
    models,
    failures: 0,
    elapsed: '1.9ms',
  });
  const { startDelayMs, dieBeforeReady, neverReady, runnerAtStart } = app.switches();
  await wait(startDelayMs);
  if (runnerAtStart) await spawnStray(app);
  if (dieBeforeReady !== null) die(dieBeforeReady);
  if (neverReady) await never();
  process.stderr.write('ggml_metal_init: found device: Apple M3 Max\n');
  log('INFO', 'types.go:32', 'inference compute', GPU);
  log('INFO', 'routes.go:2058', 'vram-based default context', { total_vram: '27.0 GiB', default_num_ctx: 32768 });
}

function dieLater(app) {
  const { dieAfterMs, die: how } = app.switches();
  if (dieAfterMs !== null) setTimeout(() => die(how), dieAfterMs);
}
