/** @import { Env } from '../types.ts' */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, errorMessage } from './error-message.js';

/**
 * Makes the key that the real server signs its requests with, and says so on stdout, when it isn't there yet.
 * @param {Env} env
 * @throws {Error} with Go's text when the folder can't be made
 */
export function ensureIdentity(env) {
  const folder = join(env.HOME, '.ollama');
  const path = join(folder, 'id_ed25519');
  if (existsSync(path)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    const reason = errorCode(error) === 'EACCES' ? 'permission denied' : errorMessage(error);
    throw new Error(`could not create directory mkdir ${folder}: ${reason}`);
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const shown = `ssh-ed25519 ${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(`${path}.pub`, `${shown}\n`, { mode: 0o644 });
  process.stdout.write(
    `Couldn't find '${path}'. Generating new private key.\nYour new public key is: \n\n${shown}\n\n`,
  );
}
