/**
 * SIGTERM and SIGINT: cut the open streams, end the runners, leave with code 0; a second signal changes nothing. SIGQUIT leaves like
 * a Go program that dumps its stacks, runners orphaned. SIGHUP is not handled, so it kills.
 */
export function installShutdown(app, server) {
  let asked = false;
  const stop = async (signal) => {
    app.event('signal', { signal });
    if (asked || app.switches().ignoreSigterm) return;
    asked = true;
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
