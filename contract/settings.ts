import { z } from 'zod';
import { Reach } from './reach.ts';

/** What a person can set. Every field has a default, so that a file may lack any of them. */
export const Settings = z.object({
  /** Start the server when Corral opens. */
  startServer: z.boolean().default(true),
  openAtLogin: z.boolean().default(false),
  reach: Reach.default('thisMac'),
  /** The `ollama` executable; null looks for one. */
  ollamaPath: z.string().min(1).nullable().default(null),
  /** The server's port; null is Ollama's own, 11434. */
  port: z.number().int().min(1024).max(65535).nullable().default(null),
  /** `OLLAMA_MODELS`; null is Ollama's own, `~/.ollama/models`. */
  modelsFolder: z.string().min(1).nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

/** The fields a person may change on the Settings page; reach has a call of its own, because it may need a confirmation. */
export const SettingsPatch = z
  .object({
    startServer: z.boolean(),
    openAtLogin: z.boolean(),
    ollamaPath: z.string().min(1).nullable(),
    port: z.number().int().min(1024).max(65535).nullable(),
    modelsFolder: z.string().min(1).nullable(),
  })
  .partial()
  .strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;
