/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { InstalledModel } from '../models/store.js'
 */
import { lookUp, parseReference } from '../api/model-access.js';
import { missingModel } from '../http/api-error.js';
import { COMPATIBLE_JSON, sendJson } from '../http/response.js';
import { displayName } from '../models/name.js';

/**
 * @param {string} id
 * @param {InstalledModel} installed
 */
function shape(id, { name, modifiedAt }) {
  return { id, object: 'model', created: Math.floor(modifiedAt.getTime() / 1000), owned_by: name.namespace };
}

/**
 * The list; `data` is null, not empty, when nothing is installed.
 * @param {App} app
 * @returns {Handler}
 */
export function listModels(app) {
  return (_req, res) => {
    const data = app.store.list().map((installed) => shape(displayName(installed.name), installed));
    sendJson(res, 200, { object: 'list', data: data.length > 0 ? data : null }, COMPATIBLE_JSON);
  };
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function retrieveModel(app) {
  return (_req, res, { id = '' }) => {
    const name = parseReference(id);
    const model = lookUp(app, name);
    if (model === null) throw missingModel(displayName(name));
    sendJson(res, 200, shape(id, model.installed), COMPATIBLE_JSON);
  };
}
