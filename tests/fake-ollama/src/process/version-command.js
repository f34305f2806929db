/**
 * @import { Config } from '../app.js'
 * @import { Switches } from '../types.ts'
 */
import { joinHostPort } from './ollama-host.js';

/**
 * @param {Config} config
 * @param {string} own
 */
async function versionLines({ host: { host, port } }, own) {
  const name = ['', '0.0.0.0'].includes(host) ? '127.0.0.1' : host;
  try {
    const response = await fetch(`http://${joinHostPort(name, port)}/api/version`);
    const { version } = /** @type {{ version: string }} */ (await response.json());
    return [`ollama version is ${version}`, ...(version === own ? [] : [`Warning: client version is ${own}`])];
  } catch {
    return ['Warning: could not connect to a running Ollama instance', `Warning: client version is ${own}`];
  }
}

/**
 * `ollama -v`: asks the server at OLLAMA_HOST first (without a time limit, like the real one), then prints its own version.
 * @param {Config} config
 * @param {Switches} switches
 */
export async function printVersion(config, { version }) {
  process.stdout.write(`${(await versionLines(config, version)).join('\n')}\n`);
}
