/** The shapes that the fake's modules hand one another, for the type checker alone: nothing is loaded from here at run time. */

/** The environment; `HOME` is always set. */
export interface Env {
  readonly HOME: string;
  readonly [name: string]: string | undefined;
}

/** How the process ends, with an optional last line on stderr: with a code (1 by default) or by a signal. */
export interface Exit {
  readonly code?: number;
  readonly signal?: NodeJS.Signals;
  readonly message?: string;
}

/** What a test can switch; the table in README.md says what each switch means. */
export interface Switches {
  readonly version: string;
  readonly startDelayMs: number;
  readonly neverReady: boolean;
  readonly exitBeforeReady: Exit | null;
  readonly exitAfterMs: number | null;
  readonly exit: Exit;
  readonly hang: boolean;
  readonly recordRequests: boolean;
  readonly ignoreSigterm: boolean;
  readonly strayRunner: boolean;
  readonly installed: readonly string[];
  readonly syntheticModels: number;
  readonly loadDelayMs: number;
  readonly loadError: string | null;
  readonly promptDelayMs: number;
  readonly tokensPerSecond: number;
  readonly response: string | null;
  readonly promptTooLong: 'truncate' | 'error';
  readonly streamError: { readonly kind: StreamErrorKind; readonly afterTokens?: number } | null;
  readonly streamEnd: 'since-0.32.6' | 'before-0.32.6' | null;
  readonly pullBytesPerSecond: number;
  readonly pullFault: { readonly kind: 'diskFull' | 'networkLoss'; readonly afterBytes?: number } | null;
  readonly pullRetryMs: number;
  readonly registryUnreachable: boolean;
}

/** What a test sets; the rest stays as by default. */
export type FakeSwitches = Partial<Switches>;

export type StreamErrorKind = 'error' | 'noDone' | 'disconnect' | 'reported';

/** A model's name, complete. */
export interface ModelName {
  readonly scheme: string;
  readonly host: string;
  readonly namespace: string;
  readonly model: string;
  readonly tag: string;
}

export interface Layer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface Manifest {
  readonly schemaVersion?: number;
  readonly mediaType?: string;
  readonly config: Layer;
  readonly layers: readonly Layer[];
}

/** The blob that a manifest's `config` refers to. */
export interface ModelConfig {
  readonly model_format?: string;
  readonly model_family?: string;
  readonly model_families?: readonly string[] | null;
  readonly model_type?: string;
  readonly file_type?: string;
  readonly remote_model?: string;
  readonly remote_host?: string;
}

/** A value of a GGUF file's metadata. */
export type GgufValue = string | number | boolean | readonly GgufValue[];

export interface Gguf {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly { readonly name: string; readonly type: string; readonly shape: readonly number[] }[];
}

/** A model of the catalog. Entries with the same `weights` share that layer. */
export interface CatalogEntry {
  readonly weights: string;
  readonly arch: string;
  readonly bytes: number;
  readonly parameters: string;
  readonly quant: string;
  readonly blocks: number;
  readonly embedding: number;
  readonly context: number;
  readonly template: string;
  readonly license: string;
  readonly system?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly pooling?: number;
  readonly vision?: number;
}

/** A message of a chat as the native API has it. */
export interface Message {
  readonly role: string;
  readonly content?: string;
  readonly thinking?: string;
  readonly images?: readonly string[];
  readonly tool_calls?: readonly unknown[];
}

/** A JSON schema, as far as it is looked at. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
}

/** A function that the model may call, as the native and the Chat Completions API describe it. */
export interface Tool {
  readonly type?: string;
  readonly function?: { readonly name?: string; readonly description?: string; readonly parameters?: Schema };
}

/** A function call of the model, before it has an id. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: unknown;
}

export interface NativeToolCall {
  readonly id: string;
  readonly function: ToolCall & { readonly index: number };
}

/** Sampling options, as far as they are obeyed. */
export interface Options {
  readonly num_ctx?: number;
  readonly num_predict?: number;
  readonly stop?: readonly string[];
  readonly [name: string]: unknown;
}

/** A piece of a model's response before any API shapes it: a token, or the end with the counts. */
export interface Chunk {
  readonly model: string;
  readonly created_at?: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly calls?: readonly NativeToolCall[];
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_count?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_count?: number;
  readonly eval_duration?: number;
}

/** The fields that requests have in common; the rest of a body is checked where it is used. */
export interface ModelRequest {
  readonly model?: string;
  readonly name?: string;
  readonly stream?: boolean;
  readonly keep_alive?: string | number | null;
  readonly options?: Options | null;
}

/** `/api/chat` and `/api/generate`, and what the other APIs' requests are turned into. */
export interface GenerateRequest extends ModelRequest {
  readonly messages?: unknown;
  readonly system?: string;
  readonly prompt?: string;
  readonly suffix?: string;
  readonly images?: readonly string[];
  readonly tools?: readonly Tool[];
  readonly format?: '' | 'json' | Schema | null;
  readonly think?: boolean | string | null;
  readonly top_logprobs?: number;
}

export interface EmbedRequest extends ModelRequest {
  readonly input?: unknown;
  readonly prompt?: string;
  readonly truncate?: boolean;
  readonly dimensions?: number;
}

export interface CreateRequest extends ModelRequest {
  readonly from?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly remote_host?: string;
  readonly template?: string;
  readonly system?: string;
  readonly license?: string | readonly string[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A line of the stream of `/api/pull` and `/api/create`. */
export interface ProgressLine {
  readonly status: string;
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
}

export type Report = (line: ProgressLine) => void;

/** One stretch of a download, as the file beside the partial blob holds it. */
export interface Part {
  readonly N: number;
  readonly Offset: number;
  readonly Size: number;
  Completed: number;
}

/** Where blobs come from. A piece without `bytes` is a hole of the file. */
export interface BlobSource {
  /** Whether the blobs are known to be right, so that they needn't be hashed. */
  readonly verified: boolean;
  manifest(): Promise<{ readonly manifest: Manifest; readonly raw: Buffer }>;
  /** @throws {Error} when the registry doesn't know the blob */
  size(digest: string): Promise<number>;
  read(
    digest: string,
    range: { readonly start: number; readonly end: number; readonly signal: AbortSignal },
  ): AsyncIterable<{ readonly length: number; readonly bytes?: Uint8Array }>;
}
