import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { startHost } from './host.ts';
import { inUrl } from './host-check.ts';
import { nonLoopbackAddresses } from './listen-addresses.ts';
import { parseFlags } from './parse-flags.ts';
import { stopOnSignals } from './shutdown.ts';
import { startFailure } from './start-failure.ts';

async function main(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  if (flags.help) return console.log(headlessText('usage'));
  const starting = startHost(flags, process.env);
  stopOnSignals(async () => (await starting).stop());
  const { url, port } = await starting;
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
