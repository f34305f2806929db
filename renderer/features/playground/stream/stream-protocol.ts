/** Messages between the page and the stream worker. */

/** Sampling parameters of the OpenAI API; only those that are set. */
export interface Sampling {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly max_tokens?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

export interface ApiMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export type ModelRequest =
  | {
      readonly kind: 'chat';
      readonly model: string;
      readonly messages: readonly ApiMessage[];
      readonly sampling: Sampling;
    }
  | { readonly kind: 'completion'; readonly model: string; readonly prompt: string; readonly sampling: Sampling }
  | { readonly kind: 'embeddings'; readonly model: string; readonly input: readonly string[] };

export type PageToWorker =
  | { readonly type: 'start'; readonly id: number; readonly request: ModelRequest }
  | { readonly type: 'stop'; readonly id: number };

/** Milliseconds since the request was sent; null for what hasn't happened. */
export interface StreamTiming {
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** From the first piece of reasoning to the first piece of the response, or to the last piece so far. */
  readonly thinkingMs: number | null;
  /** Pieces with text so far; Ollama sends one per token. */
  readonly pieces: number;
}

export interface StreamUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** A failed request; `status` is null without a response, and for an error that a stream reports without one. */
export interface RequestFailure {
  readonly status: number | null;
  /** The error code of the response, if it has one. */
  readonly code: string | null;
  /** What the server gave as its reason; empty where it gave none, as when the connection is lost. */
  readonly message: string;
}

export type StreamEvent =
  /** Text that arrived since the last event of this kind. */
  | { readonly type: 'pieces'; readonly text: string; readonly thinking: string; readonly timing: StreamTiming }
  /** The stream ended; `finish` is null without a finish reason. */
  | {
      readonly type: 'end';
      readonly finish: string | null;
      readonly usage: StreamUsage | null;
      readonly timing: StreamTiming;
    }
  | {
      readonly type: 'vectors';
      readonly vectors: readonly (readonly number[])[];
      readonly promptTokens: number;
      readonly durationMs: number;
    }
  | { readonly type: 'failed'; readonly failure: RequestFailure; readonly timing: StreamTiming };

export interface WorkerToPage {
  readonly id: number;
  readonly event: StreamEvent;
}

/** Sends a request and reports its events; the returned function stops it, on the server too. */
export type SendRequest = (request: ModelRequest, onEvent: (event: StreamEvent) => void) => () => void;
