import { z } from 'zod';
import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { Tailscale } from '../../contract/exposure.ts';
import { readTool, type ToolOutput } from '../os/run-tool.ts';
import { findTailscale, TAILSCALE_CLI } from './find-tailscale.ts';
import { guessTailnetAddresses, type Interfaces, isPresent } from './interfaces.ts';

/**
 * What the CLI reports: `missing` if there is none, `unresponsive` if its daemon doesn't respond or its output can't be parsed, and what it
 * says instead where it says something.
 */
export type CliStatus = 'missing' | 'unresponsive' | { readonly said: string } | z.infer<typeof Status>;

/** `tailscale status --json`, whose format is declared unstable: only the state is required. */
const Status = z.object({
  BackendState: z.string(),
  TailscaleIPs: z.array(z.string()).nullish().catch(null),
  Self: z
    .object({
      DNSName: z.string().nullish().catch(null),
      CapMap: z.record(z.string(), z.unknown()).nullish().catch(null),
    })
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

function isSaid(status: CliStatus): status is { readonly said: string } {
  return typeof status === 'object' && 'said' in status;
}

/** Its JSON may stand after warnings. */
function withoutWarnings(text: string): string {
  return text.slice(Math.max(0, text.search(/^\{/m)));
}

/** Parses the CLI's status; anything that isn't its JSON is `unresponsive`. */
export function parseStatus(text: string | null): z.infer<typeof Status> | 'unresponsive' {
  try {
    return Status.parse(JSON.parse(withoutWarnings(text ?? '')));
  } catch {
    return 'unresponsive';
  }
}

/** Characters of the CLI's own words, which are shown in one line. */
const MAX_SAID_CHARACTERS = 200;
/** How it says that its daemon doesn't run, for which we have words of our own. Source: Tailscale's `client/local/local.go`. */
const NOT_RUNNING = /failed to connect to local tailscale|is tailscale running|tailscale is (?:stopped|not running)/i;

/** What the CLI says instead of a status, such as "The Tailscale GUI failed to start" of the app's own, with any exit code. */
export function statusFrom({ stdout, stderr }: Pick<ToolOutput, 'stdout' | 'stderr'>): CliStatus {
  const status = parseStatus(stdout);
  if (status !== 'unresponsive') return status;
  const said = `${stdout}\n${stderr}`
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !/^Warning: client version /.test(line) && !/^[{[]/.test(line));
  return said === undefined || NOT_RUNNING.test(said) ? 'unresponsive' : { said: said.slice(0, MAX_SAID_CHARACTERS) };
}

/**
 * The status after the CLI was run again. One that doesn't respond in time, as right after sleep, changes nothing as long as an
 * interface has one of the addresses it reported before.
 */
export function statusAfter(before: CliStatus, reported: CliStatus, interfaces: Interfaces): CliStatus {
  const isKnown = reported !== 'unresponsive' && !isSaid(reported);
  if (isKnown || typeof before === 'string' || isSaid(before)) return reported;
  return (before.TailscaleIPs ?? []).some((address) => isPresent(interfaces, address)) ? before : reported;
}

/** Runs the CLI; takes 3 s at most. */
export async function readCliStatus(env: NodeJS.ProcessEnv): Promise<CliStatus> {
  const cli = await findTailscale(env);
  if (cli === null) return 'missing';
  return statusFrom(await readTool(cli, ['status', '--json', '--peers=false'], TAILSCALE_CLI));
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

/** Of the node's user; undefined where the CLI doesn't tell, as while it is signed out. Source: Tailscale's `tailcfg/nodecap`. */
function isAdmin({ Self }: z.infer<typeof Status>): boolean | undefined {
  const caps = Object.keys(Self?.CapMap ?? {});
  return caps.length === 0
    ? undefined
    : caps.some((cap) => /^https:\/\/tailscale\.com\/cap\/is-(?:admin|owner)$/.test(cap));
}

/**
 * The state of Tailscale. The CLI lists addresses in every state, so one counts only while Tailscale runs and an interface has it.
 * When the CLI can't tell, an interface that looks like Tailscale's counts as Tailscale's.
 */
export function tailscaleFrom(cli: CliStatus, interfaces: Interfaces): Tailscale {
  if (cli === 'missing' || cli === 'unresponsive' || isSaid(cli)) {
    const addresses = guessTailnetAddresses(interfaces);
    if (addresses.length > 0) return known('running', { source: 'interface', addresses });
    if (cli === 'missing') return known('missing', {});
    const stopped = known('stopped', { source: 'cli' });
    return isSaid(cli)
      ? { ...stopped, unavailableReason: exposureText('tailscale.said', { said: cli.said }) }
      : stopped;
  }
  const state = STATES[cli.BackendState] ?? 'stopped';
  if (state !== 'running') return known(state, { source: 'cli' });
  const addresses = (cli.TailscaleIPs ?? []).filter((address) => isPresent(interfaces, address));
  // The node has a name even if MagicDNS, which alone resolves it, is off.
  const isNamed = cli.CurrentTailnet?.MagicDNSEnabled !== false;
  const admin = isAdmin(cli);
  return known(state, {
    source: 'cli',
    addresses,
    ...(admin !== undefined && { isAdmin: admin }),
    dnsName: (isNamed && cli.Self?.DNSName?.replace(/\.$/, '')) || null,
  });
}
