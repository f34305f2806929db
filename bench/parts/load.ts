import { z } from 'zod';
import { forkPart } from './fork-part.ts';

/** Where to ask, and with what key. */
const Target = z.object({ url: z.string(), key: z.string() });
export type Target = z.infer<typeof Target>;

/** What the generator of load is to do. */
export const LoadOrder = z.discriminatedUnion('kind', [
  /** So many requests in all by so many clients; each waits for its answer, pauses and goes on. */
  z.object({
    kind: z.literal('requests'),
    target: Target,
    clients: z.number(),
    requests: z.number(),
    /** On average. */
    pauseMs: z.number(),
    /** Streamed answers of so many tokens; null for answers in one piece. */
    tokens: z.number().nullable(),
  }),
  /** Streams that all run at once. */
  z.object({
    kind: z.literal('streams'),
    target: Target,
    streams: z.number(),
    tokens: z.number(),
    paceMs: z.number(),
  }),
]);
export type LoadOrder = z.infer<typeof LoadOrder>;
export type RequestsOrder = Extract<LoadOrder, { kind: 'requests' }>;
export type StreamsOrder = Extract<LoadOrder, { kind: 'streams' }>;

/** Milliseconds to the first byte of the answer's body. */
export const RequestsResult = z.object({ p50: z.number(), p99: z.number(), perSecond: z.number() });
export type RequestsResult = z.infer<typeof RequestsResult>;

export const StreamsResult = z.object({
  /** Streams that were not whole to the letter, and why. */
  broken: z.array(z.string()),
  /** The most that were under way at the same time. */
  atOnce: z.number(),
  seconds: z.number(),
});
export type StreamsResult = z.infer<typeof StreamsResult>;

export interface Load {
  requests(order: Omit<RequestsOrder, 'kind'>): Promise<RequestsResult>;
  streams(order: Omit<StreamsOrder, 'kind'>): Promise<StreamsResult>;
  end(): Promise<void>;
}

/** Starts the generator of load, in a process of its own so that its work isn't in anybody else's time. */
export async function startLoad(): Promise<Load> {
  const part = await forkPart(new URL('./load-program.ts', import.meta.url));
  return {
    requests: async (order) => RequestsResult.parse(await part.ask({ kind: 'requests', ...order })),
    streams: async (order) => StreamsResult.parse(await part.ask({ kind: 'streams', ...order })),
    end: part.end,
  };
}
