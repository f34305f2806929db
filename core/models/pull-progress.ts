import { z } from 'zod';

/** One line of `/api/pull`. An error is a line of its own, after a status of 200. */
export const PullLine = z.object({
  status: z.string().catch(''),
  digest: z.string().optional().catch(undefined),
  total: z.number().nonnegative().optional().catch(undefined),
  completed: z.number().nonnegative().optional().catch(undefined),
});
export type PullLine = z.infer<typeof PullLine>;

interface Layer {
  readonly total: number;
  readonly completed: number;
}

/** Over how long the speed is averaged: long enough to be steady, short enough to follow a change of the network. */
const SPEED_WINDOW_MS = 5_000;

/** The progress of a pull. Sizes are bytes, times are milliseconds of a steady clock. */
export interface PullProgress {
  readonly phase: string;
  readonly layers: ReadonlyMap<string, Layer>;
  /** Never decreases, though Ollama's own count does when it downloads a part again. */
  readonly completedBytes: number;
  readonly totalBytes: number | null;
  /** Bytes received over this connection, by time, oldest first; without what was on disk already. */
  readonly samples: readonly { readonly at: number; readonly received: number }[];
}

export const emptyProgress: PullProgress = {
  phase: 'starting',
  layers: new Map(),
  completedBytes: 0,
  totalBytes: null,
  samples: [],
};

/** For a new connection: the counts stay, the speed starts over. */
export function reconnected(progress: PullProgress): PullProgress {
  return { ...progress, layers: new Map(), samples: [] };
}

function sum(layers: Iterable<Layer>, field: keyof Layer): number {
  let bytes = 0;
  for (const layer of layers) bytes += layer[field];
  return bytes;
}

/** Layers come one after another, and the last line of one may be missing: when another begins, those before are complete. */
function withLayer(layers: ReadonlyMap<string, Layer>, line: PullLine, digest: string): Map<string, Layer> {
  const next = new Map(layers);
  const known = layers.get(digest);
  if (!known) for (const [key, layer] of layers) next.set(key, { ...layer, completed: layer.total });
  const total = line.total ?? known?.total ?? 0;
  next.set(digest, { total, completed: Math.min(line.completed ?? 0, total) });
  return next;
}

function withSample(progress: PullProgress, received: number, at: number): PullProgress['samples'] {
  const last = progress.samples.at(-1)?.received ?? 0;
  const recent = [...progress.samples, { at, received: last + received }];
  const first = recent.findIndex((sample) => at - sample.at <= SPEED_WINDOW_MS);
  // One older sample stays, so that the speed of a stalled pull is measured over the whole window.
  return recent.slice(Math.max(0, first - 1));
}

/** The progress after one more line. */
export function afterLine(progress: PullProgress, line: PullLine, at: number): PullProgress {
  const phase = line.status || progress.phase;
  if (line.digest === undefined) return { ...progress, phase };
  const before = progress.layers.get(line.digest);
  const layers = withLayer(progress.layers, line, line.digest);
  const now = layers.get(line.digest)?.completed ?? 0;
  const received = before ? Math.max(0, now - before.completed) : 0;
  // A resumed pull has seen more layers than this connection has reported so far.
  const totalBytes = Math.max(sum(layers.values(), 'total'), progress.totalBytes ?? 0);
  const completedBytes = Math.min(totalBytes, Math.max(progress.completedBytes, sum(layers.values(), 'completed')));
  return { phase, layers, totalBytes, completedBytes, samples: withSample(progress, received, at) };
}

/** Bytes per second over the window; null before there are two samples. */
export function speedOf({ samples }: PullProgress): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return null;
  return ((last.received - first.received) * 1000) / (last.at - first.at);
}

/** Seconds until the known layers are complete; null when that can't be estimated. */
export function secondsLeft(progress: PullProgress): number | null {
  const speed = speedOf(progress);
  if (progress.totalBytes === null || speed === null || speed <= 0) return null;
  return (progress.totalBytes - progress.completedBytes) / speed;
}
