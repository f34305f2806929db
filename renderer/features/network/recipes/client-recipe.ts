import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';

/** The values that a recipe is filled in with. */
export interface RecipeFacts {
  /** Of the chosen address, with `/v1`. */
  readonly baseUrl: string;
  /** Whether that address requires a key. The page never knows one. */
  readonly needsKey: boolean;
  readonly chatModel: string;
  /** Null while no embedding model is installed: the recipe then leaves embeddings out. */
  readonly embeddingModel: string | null;
  /** Context length of the chat model on the server, in tokens. */
  readonly contextLength: number;
  /** The port on the Mac itself, which differs from the address's port behind `tailscale serve`. */
  readonly serverPort: number;
}

/** How one client is set up, or a program in its language. */
export interface ClientRecipe {
  readonly id: string;
  readonly name: string;
  /** Where the text goes: `Terminal`, `~/.continue/config.yaml`. */
  readonly place: string;
  readonly text: (facts: RecipeFacts) => string;
  /** The command to run besides, where the text is a file; null where there is none. */
  readonly inTerminal?: (facts: RecipeFacts) => string | null;
  /** What the client needs beyond an address, a model, and a key: one sentence or two each. */
  readonly needs?: (facts: RecipeFacts) => readonly string[];
}

/** What a person replaces with their own key. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';

export const GREETING = 'Hello from the other room';

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Source: docs.ollama.com/context-length, which advises 64,000. This is the next length that the Settings page offers. */
const AGENT_CONTEXT_LENGTH = 65_536;

/** Where no key is required, any text works, and most clients insist on one. */
export function keyFor({ needsKey }: Pick<RecipeFacts, 'needsKey'>): string {
  return needsKey ? KEY_PLACEHOLDER : 'none';
}

/** The address without `/v1`, for clients that add their own paths. */
export function rootUrl({ baseUrl }: Pick<RecipeFacts, 'baseUrl'>): string {
  return baseUrl.replace(/\/v1\/?$/, '');
}

/** Whether only programs on the Mac itself can use the address. */
export function isLoopback({ baseUrl }: Pick<RecipeFacts, 'baseUrl'>): boolean {
  return LOOPBACK_HOSTS.includes(new URL(baseUrl).hostname);
}

export function needsLongContext(): string {
  return recipesText('needs.longContext', { tokens: AGENT_CONTEXT_LENGTH });
}
