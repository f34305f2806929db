/** @import { readConfig } from './process/config.js' */
import { ModelStore } from './models/store.js';
import { eventFile } from './process/events.js';
import { readSwitches } from './process/switches.js';
import { Downloads } from './pull/downloads.js';
import { Scheduler } from './runner/scheduler.js';

/** @typedef {ReturnType<typeof readConfig>} Config */
/** @typedef {ReturnType<typeof createApp>} App */

/**
 * What the routes work on.
 * @param {Config} config
 */
export function createApp(config) {
  const switches = () => readSwitches(config.env);
  const event = eventFile(config.env);
  const store = new ModelStore(config.modelsDir);
  const downloads = new Downloads({ store, switches });
  const scheduler = new Scheduler({ store, config, switches, event });
  return { config, switches, event, store, downloads, scheduler };
}
