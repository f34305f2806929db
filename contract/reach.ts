import { z } from 'zod';

/** Who can connect to the server: its network access. */
export const Reach = z.enum(['thisMac', 'localNetwork', 'tailscale']);
export type Reach = z.infer<typeof Reach>;
