import { z } from 'zod';

/** Who can connect to the server: its network access. */
export const Reach = z.enum(['thisMac', 'localNetwork', 'tailscale']);
export type Reach = z.infer<typeof Reach>;

/** What apps on this Mac connect to: Corral, or Ollama directly. */
export const LocalApps = z.enum(['corral', 'ollama']);
export type LocalApps = z.infer<typeof LocalApps>;
