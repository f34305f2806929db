import { z } from 'zod';

/** Who can get to the server. */
export const Reach = z.enum(['thisMac', 'localNetwork', 'tailscale']);
export type Reach = z.infer<typeof Reach>;
