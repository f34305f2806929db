import type { Plugin } from 'vite';

const LEAN = '\0undici-agent';

/**
 * What we use of undici, in the way that its `index.js` puts it together. All of it is 10 MB of memory more in each thread:
 * WebSocket, fetch, caches, mocks. An import of anything else fails the build.
 */
const AGENT_ONLY = `
import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
Object.assign(Dispatcher.prototype, api);
export { Agent };
`;

/** Bundles undici's client without the rest of it. */
export function leanUndici(): Plugin {
  return {
    name: 'lean-undici',
    enforce: 'pre',
    resolveId: (source) => (source === 'undici' ? LEAN : null),
    load: (id) => (id === LEAN ? AGENT_ONLY : null),
  };
}
