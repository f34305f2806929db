import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../http/api-error.js';
import { log } from '../process/log.js';
import { Slots } from './slots.js';
import { runnerHealthy, spawnRunner } from './spawn-runner.js';

/** Node's timers can't wait longer; such a model just stays. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const FOREVER_MS = 292 * 365.25 * 86_400_000;

/** The models in memory, a runner each. Loads happen one after another; idle runners end when their time is up. */
export class Scheduler {
  #loaded = new Map();
  #loading = Promise.resolve();

  constructor({ store, config, switches, event }) {
    Object.assign(this, { store, config, switches, event });
  }

  /** What /api/ps lists: loaded models, the longest-lived first. */
  list() {
    return [...this.#loaded.values()].sort((a, b) => b.expiresAt - a.expiresAt);
  }

  /**
   * A place on the model's runner, loading it first if need be.
   * @param model `{ name, digest, info }`
   * @throws {ApiError} 499 when the client left meanwhile, 500 when the load failed
   */
  async acquire(model, { keepAliveMs = this.config.keepAliveMs, contextLength, signal }) {
    const entry = await this.#ready(model, { contextLength, signal });
    entry.users += 1;
    entry.keepAliveMs = keepAliveMs;
    clearTimeout(entry.timer);
    try {
      const giveBack = await entry.slots.take(signal);
      const release = () => {
        giveBack();
        this.#leave(entry);
      };
      return { entry, release };
    } catch {
      this.#leave(entry);
      throw new ApiError(499, 'request canceled');
    }
  }

  /** Ends the model's runner as soon as nobody uses it. */
  expire({ info }) {
    const entry = this.#loaded.get(info.weights);
    if (entry === undefined) return;
    entry.keepAliveMs = 0;
    if (entry.users === 0) this.#rest(entry);
  }

  async stop() {
    const all = [...this.#loaded.values()];
    for (const { child } of all) child.kill('SIGKILL');
    await Promise.all([this.#loading, ...all.map(({ exited }) => exited)]);
  }

  #leave(entry) {
    entry.users -= 1;
    if (entry.users === 0) this.#rest(entry);
  }

  #rest(entry) {
    clearTimeout(entry.timer);
    entry.expiresAt = new Date(Date.now() + Math.min(entry.keepAliveMs, FOREVER_MS));
    if (entry.keepAliveMs > LONGEST_TIMER_MS) return;
    entry.timer = setTimeout(() => void this.#unload(entry), entry.keepAliveMs);
    entry.timer.unref();
  }

  async #unload(entry) {
    entry.child.kill('SIGKILL');
    await entry.exited;
  }

  async #ready(model, { contextLength, signal }) {
    const turn = this.#loading.then(async () => {
      if (signal.aborted) throw new ApiError(499, 'request canceled');
      const entry = this.#loaded.get(model.info.weights);
      const fits = contextLength === undefined || entry?.contextLength === contextLength;
      if (entry !== undefined && fits) return entry;
      if (entry !== undefined) await this.#unload(entry);
      await this.#makeRoom();
      return this.#load(model, { contextLength: contextLength ?? this.#defaultContext(model), signal });
    });
    this.#loading = turn.catch(() => undefined);
    return turn;
  }

  #defaultContext({ info }) {
    const wanted = this.config.contextLength || 32768;
    return info.contextLength === 0 ? wanted : Math.min(wanted, info.contextLength);
  }

  async #makeRoom() {
    const idle = [...this.#loaded.values()].filter(({ users }) => users === 0);
    if (this.#loaded.size >= this.config.maxLoaded && idle.length > 0) await this.#unload(idle[0]);
  }

  async #load(model, { contextLength, signal }) {
    const started = performance.now();
    const blob = this.store.blobPath(model.info.weights);
    const runner = await spawnRunner({ blob, contextLength, parallel: this.config.parallel });
    log('INFO', 'llama_server.go:433', 'starting llama-server', { cmd: runner.command });
    try {
      await Promise.race([this.#becomesReady(runner, signal), endsEarly(runner)]);
    } catch (error) {
      runner.child.kill('SIGKILL');
      if (signal.aborted) this.event('load-cancelled', { model: model.name });
      throw signal.aborted ? new ApiError(499, 'request canceled') : error;
    }
    log(
      'INFO',
      'llama_server.go:1362',
      `llama-server started in ${((performance.now() - started) / 1000).toFixed(2)} seconds`,
    );
    return this.#register(model, { runner, contextLength });
  }

  async #becomesReady(runner, signal) {
    const { loadDelayMs, loadError } = this.switches();
    await runnerHealthy(runner, signal);
    await wait(loadDelayMs, undefined, { signal });
    if (loadError !== null) throw new ApiError(500, loadError);
  }

  #register(model, { runner, contextLength }) {
    const entry = {
      ...{ ...runner, model, contextLength, users: 0, timer: undefined },
      size: Math.round(model.info.size * 1.1) + contextLength * 8192,
      slots: new Slots(this.config.parallel),
      keepAliveMs: this.config.keepAliveMs,
      expiresAt: new Date(Date.now() + Math.min(this.config.keepAliveMs, FOREVER_MS)),
    };
    this.#loaded.set(model.info.weights, entry);
    log('INFO', 'sched.go:728', 'loaded runners', { count: this.#loaded.size });
    this.event('model-loaded', { model: model.name, runner: runner.child.pid });
    void runner.exited.then(() => {
      if (this.#loaded.get(model.info.weights) === entry) this.#loaded.delete(model.info.weights);
      this.event('model-unloaded', { model: model.name });
    });
    return entry;
  }
}

async function endsEarly({ exited }) {
  const { code, signal } = await exited;
  throw new ApiError(
    500,
    `llama-server process has terminated: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}`,
  );
}
