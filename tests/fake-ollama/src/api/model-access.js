/**
 * @import { App } from '../app.js'
 * @import { ModelName, ModelRequest, Options } from '../types.ts'
 */
import { ApiError, missingModel } from '../http/api-error.js';
import { describeModel } from '../models/describe.js';
import { displayName, fullName, parseModelName } from '../models/name.js';
import { DurationError, parseKeepAlive } from '../process/go-duration.js';

/**
 * An installed model with all that is known of it.
 * @typedef {NonNullable<ReturnType<typeof lookUp>>} Model
 */

/**
 * The text that a request names its model with; `name` is the old spelling.
 * @param {ModelRequest} request
 */
export function sentName({ model, name }) {
  return model || name || '';
}

/**
 * @param {unknown} text
 * @param {string} [complaint]
 * @throws {ApiError} 400 with the given text for a name that can't be one
 */
export function parseName(text, complaint = 'invalid model name') {
  const name = parseModelName(text);
  if (name === null) throw new ApiError(400, complaint);
  return name;
}

const LOCAL = /:local$/i;

/**
 * The same where white space around the name doesn't count, and it may end in `:local`, which asks for a model that runs here.
 * @param {unknown} text
 * @param {string} [complaint]
 * @throws {ApiError} 400 with the given text for a name that can't be one
 */
export function parseReference(text, complaint) {
  return parseName(typeof text === 'string' ? text.trim().replace(LOCAL, '') : text, complaint);
}

/**
 * Whether a model that runs here is asked for, and this is a stub for one that doesn't.
 * @param {string} text
 * @param {Model} model
 */
export function isRemoteOnly(text, { info }) {
  return info.remote !== null && LOCAL.test(text.trim());
}

/**
 * The installed model of that name with all that is known of it; null where there is none.
 * @param {App} app
 * @param {ModelName} name
 */
export function lookUp(app, name) {
  const installed = app.store.read(app.store.existing(name));
  if (installed === null) return null;
  return {
    name: displayName(installed.name),
    full: fullName(installed.name),
    installed,
    info: describeModel(app.store, installed),
  };
}

/**
 * @param {App} app
 * @param {string} text
 * @param {(sent: string) => ApiError} [missing]
 * @throws {ApiError} 404 made by `missing`
 */
export function requireModel(app, text, missing = missingModel) {
  const model = lookUp(app, parseReference(text));
  if (model === null || isRemoteOnly(text, model)) throw missing(text);
  return model;
}

/**
 * @param {ModelRequest} request
 * @throws {ApiError} 400 with Go's text
 */
export function keepAliveOf({ keep_alive: value }) {
  if (value === undefined || value === null) return undefined;
  try {
    return parseKeepAlive(value);
  } catch (error) {
    if (error instanceof DurationError) throw new ApiError(400, error.message);
    throw error;
  }
}

const WHOLE_NUMBERS = ['num_ctx', 'num_predict', 'num_gpu', 'num_batch', 'seed', 'top_k'];

/**
 * @param {ModelRequest} request
 * @returns {Options}
 * @throws {ApiError} 500, as the real server has it
 */
export function optionsOf({ options }) {
  for (const key of WHOLE_NUMBERS) {
    if (options?.[key] !== undefined && typeof options[key] !== 'number') {
      throw new ApiError(500, `option "${key}" must be of type integer`);
    }
  }
  return options ?? {};
}
