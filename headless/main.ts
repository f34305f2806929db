import { startHost } from './host.ts';
import { inUrl } from './host-check.ts';
import { nonLoopbackAddresses } from './listen-addresses.ts';
import { parseFlags, usage } from './parse-flags.ts';
import { stopOnSignals } from './shutdown.ts';
import { startFailure } from './start-failure.ts';

async function main(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  if (flags.help) return console.log(usage);
  const starting = startHost(flags, process.env);
  stopOnSignals(async () => (await starting).stop());
  const { url, port } = await starting;
  for (const address of nonLoopbackAddresses(flags.bind)) {
    console.error(
      `Warning: http://${inUrl(address)}:${port} is plain HTTP. Whoever can listen on that network can read everything, the token included.`,
    );
  }
  console.log(`Corral is running at ${url}`);
}

// Whoever started us may stop reading; that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(startFailure(error) ?? error);
  process.exit(1);
});
