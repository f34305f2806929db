import { execFileSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import type { ClientRecipe, RecipeFacts } from './client-recipe.ts';
import { clientRecipes } from './client-recipes.ts';

const onThisMac: RecipeFacts = {
  baseUrl: 'http://localhost:11434/v1',
  needsKey: false,
  chatModel: 'qwen3:8b',
  embeddingModel: 'nomic-embed-text:latest',
  contextLength: 32_768,
  serverPort: 11_434,
};
const elsewhere: RecipeFacts = { ...onThisMac, baseUrl: 'http://mac.local:11434/v1', needsKey: true };

function recipe(id: string): ClientRecipe {
  const found = clientRecipes.find((one) => one.id === id);
  if (!found) throw new Error(`no recipe ${id}`);
  return found;
}
function text(id: string, facts: RecipeFacts): string {
  return recipe(id).text(facts);
}
function needs(id: string, facts: RecipeFacts): string {
  return recipe(id).needs?.(facts).join('\n') ?? '';
}

/** These add `/v1` themselves, or use Ollama's own API. */
const withoutV1 = ['claude-code', 'ollama-cli', 'ollama-js', 'ollama-python'];
/** Their text contains no key: the page says where it goes. */
const keyElsewhere = ['zed', 'codex', 'ollama-cli'];

describe.each(clientRecipes.map(({ id }) => id))('%s', (id) => {
  it('names the model, and the address with /v1 or without, as the client wants it', () => {
    const shown = text(id, onThisMac);
    expect(shown).toContain('qwen3:8b');
    expect(/:11434\/v1\b/.test(shown)).toBe(!withoutV1.includes(id));
    expect(shown).toContain(id === 'open-webui' ? 'http://host.docker.internal:11434' : 'http://localhost:11434');
  });

  it('contains a key only for an address that requires one', () => {
    expect(text(id, onThisMac) + needs(id, onThisMac)).not.toContain('YOUR_KEY');
    expect(text(id, elsewhere).includes('YOUR_KEY')).toBe(!keyElsewhere.includes(id));
  });

  it('leaves embeddings out without an embedding model', () => {
    expect(text(id, { ...elsewhere, embeddingModel: null })).not.toContain('mbed');
  });
});

/** The arguments that a shell passes to the recipe's program, and the variables it exports, one per line. */
function inShell(id: string, facts: RecipeFacts): string[] {
  const print = `{ printf '%s\\n' "$@"; }`;
  const programs = ['curl', 'aider', 'claude', 'docker', 'ollama'].map((name) => `${name}() ${print}`).join('\n');
  const exported =
    'printf \'%s\\n\' "$OPENAI_API_BASE" "$ANTHROPIC_BASE_URL" "$ANTHROPIC_DEFAULT_HAIKU_MODEL" "$OLLAMA_HOST"';
  const script = `${programs}\n${text(id, facts)}\n${exported}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} }).split('\n');
}

const oddName = `it's "$HOME" \\ #1:1b`;
test.each([
  ['aider', [`openai/${oddName}`, 'http://[fd00::2]:11434/v1']],
  ['claude-code', [oddName, 'http://[fd00::2]:11434']],
  ['open-webui', [`DEFAULT_MODELS=${oddName}`, 'OPENAI_API_BASE_URL=http://[fd00::2]:11434/v1']],
  ['ollama-cli', [oddName, 'http://[fd00::2]:11434']],
  ['curl', [`  "model": ${JSON.stringify(oddName)},`, 'http://[fd00::2]:11434/v1/chat/completions']],
])('%s is quoted for the shell, whatever the name and the address', (id, lines) => {
  const facts = { ...onThisMac, baseUrl: 'http://[fd00::2]:11434/v1', chatModel: oddName };
  expect(inShell(id, facts)).toEqual(expect.arrayContaining(lines));
});

it('writes valid JSON', () => {
  const zed: unknown = JSON.parse(text('zed', elsewhere));
  expect(zed).toMatchObject({
    language_models: {
      openai_compatible: {
        Corral: {
          api_url: 'http://mac.local:11434/v1',
          available_models: [{ name: 'qwen3:8b', max_tokens: 32_768 }],
        },
      },
    },
  });
});

it('says what a client needs besides an address', () => {
  expect(needs('cursor', elsewhere)).toContain('public HTTPS address');
  expect(needs('cursor', elsewhere)).toContain('Cline extension');
  expect(needs('zed', elsewhere)).toContain('CORRAL_API_KEY');
  expect(needs('zed', onThisMac)).toContain('add language_models to them');
  expect(needs('continue', onThisMac)).toContain('add these to the list');
  expect(needs('open-webui', elsewhere)).toContain('numeric address');
  expect(needs('open-webui', onThisMac)).not.toContain('numeric address');
});

it('passes Codex its key in the command that starts it', () => {
  const { inTerminal } = recipe('codex');
  expect(inTerminal?.(elsewhere)).toBe('export CORRAL_API_KEY=YOUR_KEY\ncodex');
  expect(inTerminal?.(onThisMac)).toBeNull();
});

it('disables web search in Codex, which a key without cloud models doesn’t allow', () => {
  const top = (facts: RecipeFacts) => text('codex', facts).split('\n\n')[0]?.split('\n');
  const lines = ['model = "qwen3:8b"', 'model_provider = "corral"', 'model_context_window = 32768'];
  expect(top(onThisMac)).toEqual(lines);
  expect(top(elsewhere)).toEqual([...lines, 'web_search = "disabled"']);
});

test.each(['continue', 'cline', 'cursor', 'zed', 'codex', 'llama-index'])('%s gets the context length', (id) =>
  expect(text(id, { ...onThisMac, contextLength: 12_288 })).toContain('12288'),
);

it('connects the ollama command, which can’t send a key, over SSH', () => {
  const tailnet = { ...elsewhere, baseUrl: 'https://mac.tail4c2e.ts.net/v1', serverPort: 12_345 };
  expect(text('ollama-cli', tailnet)).toContain('-L 11435:127.0.0.1:12345 YOUR_NAME@mac.tail4c2e.ts.net\n');
  expect(text('ollama-cli', { ...elsewhere, baseUrl: 'http://[fd00::2]:11434/v1' })).toContain('YOUR_NAME@fd00::2\n');
});
