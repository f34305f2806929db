import { z } from 'zod';
import { LocalApps, Reach } from './reach.ts';
import { InterruptionScope } from './work.ts';

/** A URL at which the server responds now. */
export const Address = z.object({
  kind: z.enum(['loopback', 'name', 'interface', 'tailscale', 'tailscaleName', 'tailscaleHttps']),
  /** Where it leads, in words: `This Mac`, `Wi-Fi, IP address`. */
  label: z.string(),
  /** With `/v1`, ready to paste. */
  url: z.string(),
  /** Clients have to present a key. */
  needsKey: z.boolean(),
});
export type Address = z.infer<typeof Address>;

/** A URL that worked since the network access was chosen, and doesn't anymore. */
export const FormerAddress = z.object({
  label: z.string(),
  url: z.string(),
  /** Milliseconds since the epoch. */
  since: z.number(),
});
export type FormerAddress = z.infer<typeof FormerAddress>;

/** A network interface, which a person can turn on or off for access with a key. */
export const NetworkInterface = z.object({
  /** The system's name, such as `en0`; `tailscale` for Tailscale's, whose system name changes. */
  device: z.string(),
  /** As people call it: `Wi-Fi`. */
  label: z.string(),
  kind: z.enum(['wifi', 'ethernet', 'thunderbolt', 'tailscale', 'other']),
  /** Private ones, IPv4 first. Corral listens on no others. */
  addresses: z.array(z.string()),
  selected: z.boolean(),
});
export type NetworkInterface = z.infer<typeof NetworkInterface>;

/** HTTPS on the tailnet, by `tailscale serve`. */
export const TailnetHttps = z.object({
  /** `consent`: the tailnet's owner has to allow it at `consentUrl` first. `failed` may name a page of Tailscale there, too. */
  state: z.enum(['off', 'starting', 'consent', 'on', 'failed']),
  /** With `/v1`; null unless it is on. */
  url: z.string().nullable(),
  consentUrl: z.string().nullable(),
  /** Why it isn't on though it should be, or can't be turned on now; null otherwise. */
  reason: z.string().nullable(),
});
export type TailnetHttps = z.infer<typeof TailnetHttps>;

/** Tailscale as far as it can be detected without an account: by its CLI, or by an interface that looks like it. */
export const Tailscale = z.object({
  state: z.enum(['missing', 'stopped', 'needsLogin', 'starting', 'running']),
  source: z.enum(['cli', 'interface']).nullable(),
  /** This Mac's addresses on the tailnet, as far as an interface has them. */
  addresses: z.array(z.string()),
  dnsName: z.string().nullable(),
  /** Whether this Mac's user manages the tailnet; absent where that isn't known. */
  isAdmin: z.boolean().optional(),
  /** Why Tailscale can't be chosen now; null if it can. */
  unavailableReason: z.string().nullable(),
});
export type Tailscale = z.infer<typeof Tailscale>;

/** A change that waits until it interrupts no work. */
export const PendingChange = z.object({
  scope: InterruptionScope,
  /** Milliseconds since the epoch. */
  since: z.number(),
  /** The new values, of those that change. */
  reach: Reach.optional(),
  requireKey: z.boolean().optional(),
  /** Devices. */
  closedInterfaces: z.array(z.string()).optional(),
  tailnetHttps: z.boolean().optional(),
  localApps: LocalApps.optional(),
});
export type PendingChange = z.infer<typeof PendingChange>;

export const ExposureSlice = z.object({
  desired: Reach,
  pending: PendingChange.nullable(),
  /** The current network access; null while the server isn't running. */
  effective: z
    .object({
      reach: Reach,
      /** Other machines can use the server without a key. */
      open: z.boolean(),
      /** Other machines can use the server with a key. */
      keyed: z.boolean(),
      ollamaHost: z.string(),
      /** Numeric addresses on which the server or Corral listens for clients. */
      listening: z.array(z.string()),
    })
    .nullable(),
  /** From where other devices still connect to Corral, with a key, while the server isn't running; null where they don't. */
  keptOpen: Reach.nullable(),
  /** A change that restarts the server is in progress. */
  applying: z.boolean(),
  /** Why the effective access is less than the desired, such as a lost Tailscale address; null if it isn't. */
  degradedReason: z.string().nullable(),
  /** Set if the server isn't ours, so that its network access can't be changed here. */
  readOnlyReason: z.string().nullable(),
  addresses: z.array(Address),
  /** Latest first. */
  formerAddresses: z.array(FormerAddress),
  interfaces: z.array(NetworkInterface),
  tailscale: Tailscale,
  https: TailnetHttps,
});
export type ExposureSlice = z.infer<typeof ExposureSlice>;

/** How a test request ended: with a response's status, or with the system's code for why none came (`ECONNREFUSED`). */
export const ProbeOutcome = z.union([z.object({ status: z.number() }), z.object({ errorCode: z.string() })]);
export type ProbeOutcome = z.infer<typeof ProbeOutcome>;

/** One real request to an address: what it tests, and how it ended. */
export const ReachCheck = z.object({
  check: z.enum(['responds', 'withoutKey', 'withKey', 'management', 'foreignHost']),
  passed: z.boolean(),
  outcome: ProbeOutcome,
});
export type ReachCheck = z.infer<typeof ReachCheck>;

export const AddressTest = z.object({
  label: z.string(),
  url: z.string(),
  needsKey: z.boolean(),
  passed: z.boolean(),
  checks: z.array(ReachCheck),
  /** What that means and what to do; null where all is as it should be. */
  advice: z.string().nullable(),
});
export type AddressTest = z.infer<typeof AddressTest>;

export const ReachabilityReport = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  addresses: z.array(AddressTest),
});
export type ReachabilityReport = z.infer<typeof ReachabilityReport>;
