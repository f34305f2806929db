/** One request as programs send it, and how its whole response looks. */
export interface RequestKind {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | undefined;
  readonly isStreamed: boolean;
  /** Whether the model generates for it. */
  readonly generates: boolean;
  isWhole(text: string): boolean;
}

export interface Models {
  readonly chat: string;
  readonly embed: string;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** How a stream of each API ends. */
const STREAM_ENDS = {
  openai: (text: string): boolean => text.trimEnd().endsWith('data: [DONE]'),
  ollama: (text: string): boolean => /"done": ?true/.test(text.trimEnd().split('\n').at(-1) ?? ''),
} as const;

function list(path: string): RequestKind {
  return {
    name: `GET ${path}`,
    method: 'GET',
    path,
    body: undefined,
    isStreamed: false,
    generates: false,
    isWhole: isJson,
  };
}

function generation(path: string, body: object, isStreamed: boolean): RequestKind {
  const isEnd = path.startsWith('/v1/') ? STREAM_ENDS.openai : STREAM_ENDS.ollama;
  return {
    name: `${path}${isStreamed ? ', streamed' : ''}`,
    method: 'POST',
    path,
    body: JSON.stringify({ ...body, stream: isStreamed }),
    isStreamed,
    generates: true,
    isWhole: isStreamed ? isEnd : isJson,
  };
}

/** Every family of both APIs, streamed and whole. */
export function requestKinds({ chat, embed }: Models): readonly RequestKind[] {
  const messages = [{ role: 'user', content: 'Say hello' }];
  const families: readonly (readonly [string, object])[] = [
    ['/v1/chat/completions', { model: chat, messages, max_tokens: 20 }],
    ['/v1/completions', { model: chat, prompt: 'Once', max_tokens: 20 }],
    ['/api/chat', { model: chat, messages, options: { num_predict: 20 } }],
    ['/api/generate', { model: chat, prompt: 'Once', options: { num_predict: 20 } }],
  ];
  const embeddings = {
    ...generation('/v1/embeddings', { model: embed, input: 'one' }, false),
    generates: false,
    body: JSON.stringify({ model: embed, input: 'one' }),
  };
  return [
    ...families.flatMap(([path, body]) => [generation(path, body, true), generation(path, body, false)]),
    embeddings,
    list('/v1/models'),
    list('/api/tags'),
  ];
}
