/**
 * @import { Server } from 'node:http'
 * @import { App } from '../app.js'
 */

/**
 * SIGTERM and SIGINT: close the open streams, end the runners, exit with 0; a second signal changes nothing. SIGQUIT exits like
 * a Go program that dumps its stacks, runners orphaned. SIGHUP is not handled, so it kills.
 * @param {App} app
 * @param {Server} server
 */
export function installShutdown(app, server) {
  let isStopping = false;
  const stop = async (/** @type {string} */ signal) => {
    app.event('signal', { signal });
    if (isStopping || app.switches().ignoreSigterm) return;
    isStopping = true;
    server.close();
    server.closeAllConnections();
    await app.scheduler.stop();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGQUIT', () => {
    process.stderr.write('SIGQUIT: quit\n\ngoroutine 1 [select]:\n');
    process.exit(2);
  });
}
