import { z } from 'zod';
import { Reach } from './reach.ts';
import { InterruptionScope } from './work.ts';

/** A URL that answers now. */
export const Address = z.object({
  kind: z.enum(['loopback', 'name', 'interface', 'tailscale', 'tailscaleName', 'tailscaleHttps']),
  /** Where it leads, in words: `This Mac`, `Wi-Fi, IP address`. */
  label: z.string(),
  /** With `/v1`, ready to paste. */
  url: z.string(),
  /** Whoever asks there has to present a key. */
  needsKey: z.boolean(),
});
export type Address = z.infer<typeof Address>;

/** A URL that answered since the reach was chosen and does no longer. */
export const FormerAddress = z.object({
  label: z.string(),
  url: z.string(),
  /** Milliseconds since the epoch. */
  since: z.number(),
});
export type FormerAddress = z.infer<typeof FormerAddress>;

/** What a person can open or leave closed where a key is required. */
export const NetworkInterface = z.object({
  /** The system's name, such as `en0`; `tailscale` for Tailscale's, whose own changes. */
  device: z.string(),
  /** What a person calls it: `Wi-Fi`. */
  label: z.string(),
  kind: z.enum(['wifi', 'ethernet', 'thunderbolt', 'tailscale', 'other']),
  /** Private ones, IPv4 first; no others are listened on with a key. */
  addresses: z.array(z.string()),
  selected: z.boolean(),
});
export type NetworkInterface = z.infer<typeof NetworkInterface>;

/** HTTPS in the tailnet, by `tailscale serve`. */
export const TailnetHttps = z.object({
  /** `consent`: the tailnet's owner has to allow it at `consentUrl` first. */
  state: z.enum(['off', 'starting', 'consent', 'on', 'failed']),
  /** With `/v1`; null unless it is on. */
  url: z.string().nullable(),
  consentUrl: z.string().nullable(),
  /** Why it isn't on though it is wanted, or can't be turned on now; null otherwise. */
  reason: z.string().nullable(),
});
export type TailnetHttps = z.infer<typeof TailnetHttps>;

/** Tailscale as far as it can be known without an account: its CLI's word, or an interface that looks like it. */
export const Tailscale = z.object({
  state: z.enum(['missing', 'stopped', 'needsLogin', 'starting', 'running']),
  source: z.enum(['cli', 'interface']).nullable(),
  /** Addresses of this Mac in the tailnet that an interface really has. */
  addresses: z.array(z.string()),
  dnsName: z.string().nullable(),
  /** Why the choice can't be made now; null when it can. */
  unavailableReason: z.string().nullable(),
});
export type Tailscale = z.infer<typeof Tailscale>;

/** A change that waits until nothing is under way that it would cut off. */
export const PendingChange = z.object({
  scope: InterruptionScope,
  /** Milliseconds since the epoch. */
  since: z.number(),
  /** What will be, of what is chosen. */
  reach: Reach.optional(),
  requireKey: z.boolean().optional(),
  /** Devices. */
  closedInterfaces: z.array(z.string()).optional(),
  tailnetHttps: z.boolean().optional(),
});
export type PendingChange = z.infer<typeof PendingChange>;

export const ExposureSlice = z.object({
  desired: Reach,
  pending: PendingChange.nullable(),
  /** What holds now; null while the server isn't running. */
  effective: z
    .object({
      reach: Reach,
      /** Other machines can use the server without a key. */
      open: z.boolean(),
      /** Other machines can use the server with a key. */
      keyed: z.boolean(),
      ollamaHost: z.string(),
      /** Addresses on which the server or Corral listens for callers, numeric. */
      listening: z.array(z.string()),
    })
    .nullable(),
  /** A change is under way that restarts the server. */
  applying: z.boolean(),
  /** Why what holds is less than what is wanted, such as a Tailscale address that went away; null when it isn't. */
  degradedReason: z.string().nullable(),
  /** Set when the server isn't ours, so that its reach can't be changed here. */
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
