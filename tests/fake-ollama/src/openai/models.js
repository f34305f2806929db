import { lookUp, parseReference } from '../api/model-access.js';
import { missingModel } from '../http/api-error.js';
import { sendJson } from '../http/reply.js';
import { displayName } from '../models/name.js';

const TYPE = { type: 'application/json', newline: true };

const shape = (id, { name, modifiedAt }) => ({
  ...{ id, object: 'model', created: Math.floor(modifiedAt.getTime() / 1000), owned_by: name.namespace },
});

/** The list; `data` is null, not empty, when nothing is installed. */
export const listModels = (app) => (_req, res) => {
  const data = app.store.list().map((installed) => shape(displayName(installed.name), installed));
  sendJson(res, 200, { object: 'list', data: data.length > 0 ? data : null }, TYPE);
};

export const retrieveModel =
  (app) =>
  (_req, res, { id }) => {
    const name = parseReference(id);
    const model = lookUp(app, name);
    if (model === null) throw missingModel(displayName(name));
    sendJson(res, 200, shape(id, model.installed), TYPE);
  };
