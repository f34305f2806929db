import { z } from 'zod';
import { AppSlice } from './app.ts';
import { ExposureSlice } from './exposure.ts';
import { Alias, ApiKey } from './keys.ts';
import { ModelsSlice, Pull } from './models.ts';
import { ServerSlice } from './server.ts';
import { Settings } from './settings.ts';
import { Work } from './work.ts';

/** The whole state that the UI and the tray show. Core owns it; each slice is replaced whole. */
export const Snapshot = z.object({
  app: AppSlice,
  server: ServerSlice,
  models: ModelsSlice,
  pulls: z.array(Pull),
  exposure: ExposureSlice,
  settings: Settings,
  /** Settings that differ from what the running server was started with, by field name. */
  restartNeeded: z.array(z.string()),
  work: Work,
  /** Newest first, without secrets. */
  keys: z.array(ApiKey),
  aliases: z.array(Alias),
});
export type Snapshot = z.infer<typeof Snapshot>;
export type SliceName = keyof Snapshot;

/** First `full`, then `changed` with whole slices. `rev` grows with each change of the state. */
export const SnapshotEvent = z.union([
  z.object({ rev: z.number(), full: Snapshot }),
  z.object({ rev: z.number(), changed: Snapshot.partial() }),
]);
export type SnapshotEvent = z.infer<typeof SnapshotEvent>;
