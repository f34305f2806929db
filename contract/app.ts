import { z } from 'zod';
import { FixedSettings } from './settings.ts';

/** Something that happened to Corral itself and that the person should know, such as a settings file that was moved aside. */
export const Notice = z.object({
  id: z.string(),
  kind: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  detail: z.string(),
});
export type Notice = z.infer<typeof Notice>;

/** What the host can do for the UI; controls for anything else aren't shown. */
export const Capabilities = z.object({
  pickFile: z.boolean(),
  revealFile: z.boolean(),
  loginItem: z.boolean(),
  keepAwake: z.boolean(),
  quit: z.boolean(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const AppSlice = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  /** Node's name of the operating system: `darwin`, `linux`. */
  platform: z.string(),
  dataDir: z.string(),
  /** The computer's memory in bytes. */
  memoryBytes: z.number(),
  capabilities: Capabilities,
  /** What the environment that Corral was started in decides. */
  fixed: FixedSettings,
  notices: z.array(Notice),
});
export type AppSlice = z.infer<typeof AppSlice>;
