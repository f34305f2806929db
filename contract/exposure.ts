import { z } from 'zod';
import { Reach } from './reach.ts';

/** A URL that answers now. */
export const Address = z.object({
  kind: z.enum(['loopback', 'name', 'interface', 'tailscale', 'tailscaleName']),
  /** Where it leads, in words: `This Mac`, `Wi-Fi, IP address`. */
  label: z.string(),
  /** With `/v1`, ready to paste. */
  url: z.string(),
});
export type Address = z.infer<typeof Address>;

/** Tailscale as far as it can be known without an account: its CLI's word, or an interface that looks like it. */
export const Tailscale = z.object({
  state: z.enum(['missing', 'stopped', 'needsLogin', 'starting', 'running']),
  source: z.enum(['cli', 'interface']).nullable(),
  /** Addresses of this Mac in the tailnet that an interface really has. */
  addresses: z.array(z.string()),
  dnsName: z.string().nullable(),
  /** Why the choice can't be made now; null when it can. */
  unavailable: z.string().nullable(),
});
export type Tailscale = z.infer<typeof Tailscale>;

export const ExposureSlice = z.object({
  wanted: Reach,
  /** What holds now; null while the server isn't running. */
  applied: z
    .object({
      reach: Reach,
      /** Other machines can use the server without a key. */
      open: z.boolean(),
      ollamaHost: z.string(),
    })
    .nullable(),
  /** A change of reach is under way; it restarts the server. */
  applying: z.boolean(),
  /** Why what holds is less than what is wanted, such as a Tailscale address that went away; null when it isn't. */
  shortfall: z.string().nullable(),
  /** Set when the server isn't ours, so that its reach can't be changed here. */
  readOnlyReason: z.string().nullable(),
  addresses: z.array(Address),
  tailscale: Tailscale,
});
export type ExposureSlice = z.infer<typeof ExposureSlice>;
