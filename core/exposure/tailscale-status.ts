import { z } from 'zod';
import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { Tailscale } from '../../contract/exposure.ts';
import { runTool } from '../os/run-tool.ts';
import { findTailscale, TAILSCALE_CLI } from './find-tailscale.ts';
import { guessTailnetAddresses, type Interfaces, isPresent } from './interfaces.ts';

/** What the CLI reports: `missing` if there is none, `unresponsive` if its daemon doesn't respond or its output can't be parsed. */
export type CliStatus = 'missing' | 'unresponsive' | z.infer<typeof Status>;

/** `tailscale status --json`, whose format is declared unstable: only the state is required. */
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

/** Parses the CLI's status; anything that isn't its JSON is `unresponsive`. */
export function parseStatus(text: string | null): CliStatus {
  try {
    return Status.parse(JSON.parse(text ?? ''));
  } catch {
    return 'unresponsive';
  }
}

/**
 * The status after the CLI was run again. One that doesn't respond in time, as right after sleep, changes nothing as long as an
 * interface has one of the addresses it reported before.
 */
export function statusAfter(before: CliStatus, reported: CliStatus, interfaces: Interfaces): CliStatus {
  if (reported !== 'unresponsive' || typeof before === 'string') return reported;
  return (before.TailscaleIPs ?? []).some((address) => isPresent(interfaces, address)) ? before : reported;
}

/** Runs the CLI; takes 3 s at most. */
export async function readCliStatus(env: NodeJS.ProcessEnv): Promise<CliStatus> {
  const cli = await findTailscale(env);
  if (cli === null) return 'missing';
  return parseStatus(await runTool(cli, ['status', '--json', '--peers=false'], TAILSCALE_CLI));
}

function known(state: Tailscale['state'], found: Partial<Tailscale>): Tailscale {
  const addresses = found.addresses ?? [];
  const usable = state === 'running' && addresses.length > 0;
  return {
    state,
    source: null,
    addresses,
    dnsName: null,
    ...found,
    unavailableReason: usable ? null : exposureText(`tailscale.${state}`),
  };
}

/**
 * The state of Tailscale. The CLI lists addresses in every state, so one counts only while Tailscale runs and an interface has it.
 * When the CLI can't tell, an interface that looks like Tailscale's counts as Tailscale's.
 */
export function tailscaleFrom(cli: CliStatus, interfaces: Interfaces): Tailscale {
  if (cli === 'missing' || cli === 'unresponsive') {
    const addresses = guessTailnetAddresses(interfaces);
    if (addresses.length > 0) return known('running', { source: 'interface', addresses });
    return cli === 'missing' ? known('missing', {}) : known('stopped', { source: 'cli' });
  }
  const state = STATES[cli.BackendState] ?? 'stopped';
  if (state !== 'running') return known(state, { source: 'cli' });
  const addresses = (cli.TailscaleIPs ?? []).filter((address) => isPresent(interfaces, address));
  // The node has a name even if MagicDNS, which alone resolves it, is off.
  const isNamed = cli.CurrentTailnet?.MagicDNSEnabled !== false;
  return known(state, {
    source: 'cli',
    addresses,
    dnsName: (isNamed && cli.Self?.DNSName?.replace(/\.$/, '')) || null,
  });
}
