import { z } from 'zod';
import { forkPart } from './fork-part.ts';

/** Where requests go, and with what key. */
const Target = z.object({
  url: z.string(),
  key: z.string(),
  /** Further ones of each request. */
  headers: z.record(z.string(), z.string()),
  /** Responses arrive unchanged; otherwise only a good status is checked. */
  isExact: z.boolean(),
});
export type Target = z.infer<typeof Target>;

/** What the load generator should do. */
export const LoadOrder = z.discriminatedUnion('kind', [
  /** So many requests in all, by so many clients that send one after another, with a pause between them. */
  z.object({
    kind: z.literal('requests'),
    target: Target,
    clients: z.number(),
    requests: z.number(),
    /** On average. */
    pauseMs: z.number(),
    /** Streamed responses of so many tokens; null for whole responses. */
    tokens: z.number().nullable(),
  }),
  /** Concurrent streams. */
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

/** Milliseconds to the first byte of the response's body. */
export const RequestsResult = z.object({ p50: z.number(), p99: z.number(), perSecond: z.number() });
export type RequestsResult = z.infer<typeof RequestsResult>;

export const StreamsResult = z.object({
  /** Streams that didn't arrive exactly as they were sent, and why. */
  broken: z.array(z.string()),
  /** The maximum in progress at the same time. */
  concurrent: z.number(),
  /** Milliseconds between one chunk and the next of the same stream. */
  gapP99: z.number(),
  seconds: z.number(),
});
export type StreamsResult = z.infer<typeof StreamsResult>;

export interface Load {
  requests(order: Omit<RequestsOrder, 'kind'>): Promise<RequestsResult>;
  streams(order: Omit<StreamsOrder, 'kind'>): Promise<StreamsResult>;
  end(): Promise<void>;
}

/** Starts the load generator, in a process of its own so that its work isn't measured. */
export async function startLoad(): Promise<Load> {
  const part = await forkPart(new URL('./load-program.ts', import.meta.url));
  return {
    requests: async (order) => RequestsResult.parse(await part.request({ kind: 'requests', ...order })),
    streams: async (order) => StreamsResult.parse(await part.request({ kind: 'streams', ...order })),
    end: part.end,
  };
}
