import { z } from 'zod';
import type { Tailscale } from '../../contract/exposure.ts';
import { runTool } from '../os/run-tool.ts';
import { findTailscale, TAILSCALE_CLI } from './find-tailscale.ts';
import { guessTailnetAddresses, type Interfaces, isPresent } from './interfaces.ts';

/** What the CLI said: `missing` where there is none, `silent` where its daemon doesn't answer or its words aren't understood. */
export type CliStatus = 'missing' | 'silent' | z.infer<typeof Status>;

/** `tailscale status --json`, whose format is declared unstable: only the state is needed. */
const Status = z.object({
  BackendState: z.string(),
  TailscaleIPs: z.array(z.string()).nullish().catch(null),
  Self: z
    .object({ DNSName: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  CurrentTailnet: z
    .object({ MagicDNSEnabled: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
});

const STATES: Readonly<Record<string, Tailscale['state']>> = {
  Running: 'running',
  Starting: 'starting',
  NeedsLogin: 'needsLogin',
  NeedsMachineAuth: 'needsLogin',
};

const REASONS: Readonly<Record<Tailscale['state'], string>> = {
  missing: 'Tailscale is not installed.',
  stopped: 'Tailscale is turned off. Turn it on first.',
  needsLogin: 'Tailscale is not signed in. Sign in to it first.',
  starting: 'Tailscale is starting.',
  running: 'Tailscale is on, but this machine has no address in the tailnet now.',
};

/** The CLI's status text; anything that isn't its JSON is `silent`. */
export function parseStatus(text: string | null): CliStatus {
  try {
    return Status.parse(JSON.parse(text ?? ''));
  } catch {
    return 'silent';
  }
}

/**
 * What is known once the CLI was asked again. One that doesn't answer in time, as right after sleep, says nothing new: what it
 * said before holds as long as an interface has one of those addresses.
 */
export function statusAfter(before: CliStatus, said: CliStatus, interfaces: Interfaces): CliStatus {
  if (said !== 'silent' || typeof before === 'string') return said;
  return (before.TailscaleIPs ?? []).some((address) => isPresent(interfaces, address)) ? before : said;
}

/** Asks the CLI; at most 3 s. */
export async function readCliStatus(env: NodeJS.ProcessEnv): Promise<CliStatus> {
  const cli = await findTailscale(env);
  if (cli === null) return 'missing';
  return parseStatus(await runTool(cli, ['status', '--json', '--peers=false'], TAILSCALE_CLI));
}

function known(state: Tailscale['state'], found: Partial<Tailscale>): Tailscale {
  const addresses = found.addresses ?? [];
  const usable = state === 'running' && addresses.length > 0;
  return { state, source: null, addresses, dnsName: null, ...found, unavailableReason: usable ? null : REASONS[state] };
}

/**
 * Tailscale as it is now. The CLI lists addresses in every state, so one counts only while it runs and an interface has the
 * address; where the CLI can't tell, an interface that looks like Tailscale's is taken for it.
 */
export function tailscaleFrom(cli: CliStatus, interfaces: Interfaces): Tailscale {
  if (cli === 'missing' || cli === 'silent') {
    const addresses = guessTailnetAddresses(interfaces);
    if (addresses.length > 0) return known('running', { source: 'interface', addresses });
    return cli === 'missing' ? known('missing', {}) : known('stopped', { source: 'cli' });
  }
  const state = STATES[cli.BackendState] ?? 'stopped';
  if (state !== 'running') return known(state, { source: 'cli' });
  const addresses = (cli.TailscaleIPs ?? []).filter((address) => isPresent(interfaces, address));
  // The node has its name also where the tailnet's DNS, which alone would know it, is off.
  const isNamed = cli.CurrentTailnet?.MagicDNSEnabled !== false;
  return known(state, {
    source: 'cli',
    addresses,
    dnsName: (isNamed && cli.Self?.DNSName?.replace(/\.$/, '')) || null,
  });
}
