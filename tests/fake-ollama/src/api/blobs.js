/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 */
import { createHash } from 'node:crypto';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../http/api-error.js';
import { send } from '../http/response.js';

const DIGEST = /^sha256[:-][0-9a-f]{64}$/;

/** @param {string} text */
function checkDigest(text) {
  if (!DIGEST.test(text)) throw new ApiError(400, 'invalid digest format');
  return text.replace('-', ':');
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function blobExists(app) {
  return (_req, res, { digest = '' }) => {
    const found = app.store.hasBlob(checkDigest(digest));
    if (!found) throw new ApiError(404, `blob ${JSON.stringify(digest)} not found`);
    send(res, 200, '');
  };
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function receiveBlob(app) {
  return async (req, res, { digest = '' }) => {
    checkDigest(digest);
    if (app.store.hasBlob(digest)) return send(res, 200, '');
    const path = app.store.blobPath(digest);
    const temporary = `${path}-upload-${Date.now()}`;
    const hash = createHash('sha256');
    req.on('data', (chunk) => hash.update(chunk));
    await pipeline(req, createWriteStream(temporary));
    const got = `sha256:${hash.digest('hex')}`;
    if (got !== digest) {
      rmSync(temporary);
      throw new ApiError(400, `digest mismatch, expected "${digest}", got "${got}"`);
    }
    renameSync(temporary, path);
    send(res, 201, '');
  };
}
