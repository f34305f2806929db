/** Where a client connects to, and which models are there. */
export interface Target {
  /** With `/v1`. */
  readonly baseUrl: string;
  readonly key: string;
  readonly models: Readonly<Record<'chat' | 'tools' | 'vision' | 'embed', string>>;
}

interface ToolCall {
  readonly name: string;
  readonly input: unknown;
}

/** What a person does with an unmodified client. Calls that a client's API doesn't have are absent. */
export interface ClientUnderTest {
  list?(): Promise<readonly string[]>;
  chat(prompt: string): Promise<string>;
  /** Pieces as they arrive; ends without an error when `signal` stops it. */
  stream(prompt: string, signal: AbortSignal): AsyncIterable<string>;
  complete?(prompt: string): Promise<string>;
  embed?(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
  /** Offers the tool `get_weather` with one field `city`. */
  callTool?(model: string, prompt: string): Promise<ToolCall>;
  describeImage?(model: string, prompt: string): Promise<string>;
  /** Requests an object that matches `CITY_SCHEMA`. */
  structured?(prompt: string): Promise<unknown>;
  /** Stops what the client started. */
  close?(): Promise<void>;
}

export interface ClientKind {
  readonly name: string;
  readonly open: (target: Target) => ClientUnderTest;
}

export const TOOL = {
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
} as const;

export const CITY_SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string', maxLength: 20 }, inhabitants: { type: 'integer' } },
  required: ['city', 'inhabitants'],
  additionalProperties: false,
} as const;

/** One white pixel, as PNG. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=';

/** The address without `/v1`, for clients that add their own paths. */
export function rootOf(baseUrl: string): string {
  return baseUrl.replace(/\/v1$/, '');
}
