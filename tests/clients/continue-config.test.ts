import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { RecipeFacts } from '../../renderer/features/network/recipes/client-recipe.ts';
import { recipeText } from './recipe-text.ts';

const published: unknown = JSON.parse(readFileSync(new URL('continue-config-schema.json', import.meta.url), 'utf8'));
const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(published));

const facts: RecipeFacts = {
  baseUrl: 'http://[fd00::2]:11434/v1',
  needsKey: true,
  chatModel: 'qwen3:8b',
  embeddingModel: 'nomic-embed-text:latest',
  contextLength: 32_768,
  serverPort: 11_434,
};
function config(changed: Partial<RecipeFacts> = {}): unknown {
  return parse(recipeText('continue', { ...facts, ...changed }, 'corral-secret'));
}

test('fits the schema that Continue publishes', () => {
  const server = { provider: 'openai', apiBase: 'http://[fd00::2]:11434/v1', apiKey: 'corral-secret' };
  expect(schema.parse(config())).toEqual({
    name: 'Corral',
    version: '1.0.0',
    schema: 'v1',
    models: [
      {
        ...server,
        name: 'qwen3:8b',
        model: 'qwen3:8b',
        roles: ['chat', 'edit', 'apply'],
        defaultCompletionOptions: { contextLength: 32_768 },
      },
      { ...server, name: 'nomic-embed-text:latest', model: 'nomic-embed-text:latest', roles: ['embed'] },
    ],
  });
});

test.each([
  ['no key', { needsKey: false }],
  ['no embedding model', { embeddingModel: null }],
  ['a name that YAML would read otherwise', { chatModel: 'hf.co/o"dd\\:yes #1' }],
])('fits it with %s', (_what, changed) => {
  expect(schema.safeParse(config(changed)).error).toBeUndefined();
});

test('the schema rejects what is none', () => {
  expect(schema.safeParse({ name: 'x', version: '1', models: [{ name: 'x', model: 'x' }] }).success).toBe(false);
  expect(schema.safeParse({ name: 'x', version: '1', model: [] }).success).toBe(false);
});
