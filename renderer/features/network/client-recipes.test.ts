import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { clientRecipes } from './client-recipes.ts';

const code = (id: string, model: string): string =>
  clientRecipes.find((recipe) => recipe.id === id)?.code('http://localhost:11434/v1', model) ?? '';

it.each(['curl', 'python', 'typescript'])('%s names the address and the model', (id) => {
  expect(code(id, 'qwen3:8b')).toContain('http://localhost:11434/v1');
  expect(code(id, 'qwen3:8b')).toContain('qwen3:8b');
});

it('gives a shell exactly the JSON that is meant, whatever the name', () => {
  const script = code('curl', "it's:1b").replace(/^curl /, 'printf "%s\\n" ');
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  const body: unknown = JSON.parse(printed.slice(printed.indexOf('{')));
  expect(body).toMatchObject({ model: "it's:1b" });
});
