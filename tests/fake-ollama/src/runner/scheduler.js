/**
 * @import { Config } from '../app.js'
 * @import { Model } from '../api/model-access.js'
 * @import { ModelStore } from '../models/store.js'
 * @import { AppendEvent } from '../process/events.js'
 * @import { Switches } from '../types.ts'
 * @import { Runner } from './spawn-runner.js'
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../http/api-error.js';
import { log } from '../process/log.js';
import { Slots } from './slots.js';
import { spawnRunner, waitUntilHealthy } from './spawn-runner.js';

/**
 * A model in memory.
 * @typedef {Runner & {
 *   readonly model: Model,
 *   readonly contextLength: number,
 *   readonly size: number,
 *   readonly slots: Slots,
 *   users: number,
 *   keepAliveMs: number,
 *   expiresAt: Date,
 *   timer: NodeJS.Timeout | undefined,
 * }} LoadedModel
 */

/** Node's timers can't wait longer; such a model just stays. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** As far ahead as Go's durations go. */
const FOREVER_MS = 292 * 365.25 * 86_400_000;

/** The models in memory, a runner each. Loads happen one after another; idle runners end when their time is up. */
export class Scheduler {
  /** @type {Map<string, LoadedModel>} by the digest of the weights */
  #loaded = new Map();
  /** @type {Promise<unknown>} */
  #loading = Promise.resolve();
  #store;
  #config;
  #switches;
  #event;

  /**
   * @param {{
   *   readonly store: ModelStore,
   *   readonly config: Config,
   *   readonly switches: () => Switches,
   *   readonly event: AppendEvent,
   * }} parts
   */
  constructor({ store, config, switches, event }) {
    this.#store = store;
    this.#config = config;
    this.#switches = switches;
    this.#event = event;
  }

  /** What /api/ps lists: loaded models, the one that expires last first. */
  list() {
    return [...this.#loaded.values()].sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
  }

  /**
   * A slot on the model's runner, loading it first if need be.
   * @param {Model} model
   * @param {{
   *   readonly keepAliveMs: number | undefined,
   *   readonly contextLength: number | undefined,
   *   readonly signal: AbortSignal,
   * }} options
   * @throws {ApiError} 499 when the client disconnected meanwhile, 500 when the load failed
   */
  async acquire(model, { keepAliveMs = this.#config.keepAliveMs, contextLength, signal }) {
    const entry = await this.#ensureLoaded(model, { contextLength, signal });
    entry.users += 1;
    entry.keepAliveMs = keepAliveMs;
    clearTimeout(entry.timer);
    try {
      const freeSlot = await entry.slots.take(signal);
      const release = () => {
        freeSlot();
        this.#removeUser(entry);
      };
      return { entry, release };
    } catch {
      this.#removeUser(entry);
      throw new ApiError(499, 'request canceled');
    }
  }

  /**
   * Ends the model's runner as soon as no request uses it.
   * @param {Model} model
   */
  expire({ info }) {
    const entry = this.#loaded.get(info.weights);
    if (entry === undefined) return;
    entry.keepAliveMs = 0;
    if (entry.users === 0) this.#scheduleUnload(entry);
  }

  async stop() {
    const all = [...this.#loaded.values()];
    for (const { child } of all) child.kill('SIGKILL');
    await Promise.all([this.#loading, ...all.map(({ exited }) => exited)]);
  }

  /** @param {LoadedModel} entry */
  #removeUser(entry) {
    entry.users -= 1;
    if (entry.users === 0) this.#scheduleUnload(entry);
  }

  /** @param {LoadedModel} entry */
  #scheduleUnload(entry) {
    clearTimeout(entry.timer);
    entry.expiresAt = expiry(entry.keepAliveMs);
    if (entry.keepAliveMs > LONGEST_TIMER_MS) return;
    entry.timer = setTimeout(() => void this.#unload(entry), entry.keepAliveMs);
    entry.timer.unref();
  }

  /** @param {LoadedModel} entry */
  async #unload(entry) {
    entry.child.kill('SIGKILL');
    await entry.exited;
  }

  /**
   * @param {Model} model
   * @param {{ readonly contextLength: number | undefined, readonly signal: AbortSignal }} options
   */
  async #ensureLoaded(model, { contextLength, signal }) {
    const load = this.#loading.then(async () => {
      if (signal.aborted) throw new ApiError(499, 'request canceled');
      const entry = this.#loaded.get(model.info.weights);
      const fits = contextLength === undefined || entry?.contextLength === contextLength;
      if (entry !== undefined && fits) return entry;
      if (entry !== undefined) await this.#unload(entry);
      await this.#makeRoom();
      return this.#load(model, { contextLength: contextLength ?? this.#defaultContext(model), signal });
    });
    this.#loading = load.catch(() => undefined);
    return load;
  }

  /** @param {Model} model */
  #defaultContext({ info }) {
    const wanted = this.#config.contextLength || 32768;
    return info.contextLength === 0 ? wanted : Math.min(wanted, info.contextLength);
  }

  async #makeRoom() {
    const idle = [...this.#loaded.values()].find(({ users }) => users === 0);
    if (this.#loaded.size >= this.#config.maxLoaded && idle !== undefined) await this.#unload(idle);
  }

  /**
   * @param {Model} model
   * @param {{ readonly contextLength: number, readonly signal: AbortSignal }} options
   */
  async #load(model, { contextLength, signal }) {
    const started = performance.now();
    const blob = this.#store.blobPath(model.info.weights);
    const runner = await spawnRunner({ blob, contextLength, parallel: this.#config.parallel });
    log('INFO', 'llama_server.go:433', 'starting llama-server', { cmd: runner.command });
    try {
      await Promise.race([this.#waitUntilLoaded(runner, signal), rejectOnExit(runner)]);
    } catch (error) {
      runner.child.kill('SIGKILL');
      if (signal.aborted) this.#event('load-canceled', { model: model.name });
      throw signal.aborted ? new ApiError(499, 'request canceled') : error;
    }
    const seconds = (performance.now() - started) / 1000;
    log('INFO', 'llama_server.go:1362', `llama-server started in ${seconds.toFixed(2)} seconds`);
    return this.#register(model, { runner, contextLength });
  }

  /**
   * @param {Runner} runner
   * @param {AbortSignal} signal
   */
  async #waitUntilLoaded(runner, signal) {
    const { loadDelayMs, loadError } = this.#switches();
    await waitUntilHealthy(runner, signal);
    await wait(loadDelayMs, undefined, { signal });
    if (loadError !== null) throw new ApiError(500, loadError);
  }

  /**
   * @param {Model} model
   * @param {{ readonly runner: Runner, readonly contextLength: number }} options
   */
  #register(model, { runner, contextLength }) {
    /** @type {LoadedModel} */
    const entry = {
      ...runner,
      model,
      contextLength,
      users: 0,
      timer: undefined,
      size: Math.round(model.info.size * 1.1) + contextLength * 8192,
      slots: new Slots(this.#config.parallel),
      keepAliveMs: this.#config.keepAliveMs,
      expiresAt: expiry(this.#config.keepAliveMs),
    };
    this.#loaded.set(model.info.weights, entry);
    log('INFO', 'sched.go:728', 'loaded runners', { count: this.#loaded.size });
    this.#event('model-loaded', { model: model.name, runner: runner.child.pid });
    void runner.exited.then(() => {
      if (this.#loaded.get(model.info.weights) === entry) this.#loaded.delete(model.info.weights);
      this.#event('model-unloaded', { model: model.name });
    });
    return entry;
  }
}

/** @param {number} keepAliveMs */
function expiry(keepAliveMs) {
  return new Date(Date.now() + Math.min(keepAliveMs, FOREVER_MS));
}

/**
 * @param {Runner} runner
 * @returns {Promise<never>}
 */
async function rejectOnExit({ exited }) {
  const { code, signal } = await exited;
  const reason = signal === null ? `exit status ${code}` : `signal: ${signal}`;
  throw new ApiError(500, `llama-server process has terminated: ${reason}`);
}
