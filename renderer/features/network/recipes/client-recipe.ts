/** What a recipe is filled in with. */
export interface RecipeFacts {
  /** Of the chosen address, with `/v1`. */
  readonly baseUrl: string;
  /** Whether that address wants a key. The page never knows one. */
  readonly needsKey: boolean;
  readonly chatModel: string;
  /** null while no embedding model is installed; the recipe then does without. */
  readonly embeddingModel: string | null;
  /** Tokens that the server keeps of a conversation with that model. */
  readonly contextLength: number;
  /** The server's own port on its Mac, behind whatever stands in front. */
  readonly serverPort: number;
}

/** How one client is set up, or a program in its language. */
export interface ClientRecipe {
  readonly id: string;
  readonly name: string;
  /** Where the text goes: `Terminal`, `~/.continue/config.yaml`. */
  readonly place: string;
  readonly text: (facts: RecipeFacts) => string;
  /** Where the text is a file: what is given to a terminal besides; null where nothing is. */
  readonly inTerminal?: (facts: RecipeFacts) => string | null;
  /** What the client needs beyond an address, a model and a key; a sentence each. */
  readonly needs?: (facts: RecipeFacts) => readonly string[];
}

/** What a person replaces by their own key. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';

export const GREETING = 'Hello from the other room';

/** Any text serves where no key is asked for, but most clients insist on one. */
export function keyFor({ needsKey }: RecipeFacts): string {
  return needsKey ? KEY_PLACEHOLDER : 'none';
}

/** The address without `/v1`, for clients that add their own paths. */
export function rootUrl({ baseUrl }: RecipeFacts): string {
  return baseUrl.replace(/\/v1\/?$/, '');
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the address answers only programs on the Mac itself. */
export function isLoopback({ baseUrl }: RecipeFacts): boolean {
  return LOOPBACK.includes(new URL(baseUrl).hostname);
}

/** Source: docs.ollama.com/context-length, which advises 64,000; the Settings page offers this one. */
export const AGENT_CONTEXT =
  'Agents need a long context: set the context length to 65,536 tokens or more on the Settings page, and pick a model that can call tools.';
