import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { DataFolderError } from '../core/data-folder/data-folder-error.ts';
import { HostLockedError } from '../core/data-folder/host-lock.ts';
import { EnvironmentError } from '../core/environment/corral-variables.ts';
import { startHost } from './host.ts';
import { inUrl } from './host-check.ts';
import { nonLoopbackAddresses } from './listen-addresses.ts';
import { FlagError, parseFlags } from './parse-flags.ts';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A Ctrl-C can arrive several times: from the terminal, from npm, and from our own scripts. Milliseconds. */
const SIGNAL_DEDUP_MS = 1_000;

/** The first signal runs `stop` and exits with 0. A later one, from a person who won't wait, exits with 1 immediately. */
function stopOnSignals(stop: () => Promise<void>): void {
  const state = { firstAt: 0 };
  const onSignal = () => {
    if (state.firstAt > 0) {
      if (Date.now() - state.firstAt > SIGNAL_DEDUP_MS) process.exit(1);
      return;
    }
    state.firstAt = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${headlessText('stop.failed', { reason: String(error) })}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
}

/** Why the host couldn't start, in one line for a person; null for an unexpected error, which is a bug. */
function startFailure(error: unknown): string | null {
  if (error instanceof FlagError || error instanceof EnvironmentError) return error.message;
  // Core's texts are for windows; a terminal gets ASCII.
  if (error instanceof HostLockedError || error instanceof DataFolderError) return error.message.replaceAll('’', "'");
  // Anything else that can be expected comes from listening.
  if (!(error instanceof Error && 'code' in error && 'port' in error)) return null;
  const address = 'address' in error ? String(error.address) : '';
  const port = String(error.port);
  switch (error.code) {
    case 'EADDRINUSE':
      return headlessText('start.portInUse', { port, address });
    case 'EADDRNOTAVAIL':
      return headlessText('start.addressUnavailable', { address });
    case 'EACCES':
    case 'EPERM':
      return headlessText('start.portForbidden', { port });
    default:
      return null;
  }
}

async function main(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  if (flags.help) return console.log(headlessText('usage'));
  const { started, stop } = startHost(flags, process.env);
  stopOnSignals(stop);
  const host = await started;
  // The signal's handler ends the process.
  if (host === null) return;
  const { url, port } = host;
  for (const address of nonLoopbackAddresses(flags.bind)) {
    console.error(headlessText('start.unencrypted', { origin: `http://${inUrl(address)}:${port}` }));
  }
  console.log(headlessText('start.running', { url }));
}

// A reader that closes our output must not end the process.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(startFailure(error) ?? error);
  process.exit(1);
});
