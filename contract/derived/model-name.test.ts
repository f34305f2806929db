import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalModelName, isSameModel, modelKey, parseModelName } from './model-name.ts';

function canonical(text: string): string | null {
  const name = parseModelName(text);
  return name && canonicalModelName(name);
}

describe('model names', () => {
  it.each([
    ['llama3.2', 'llama3.2:latest'],
    ['llama3.2:3b', 'llama3.2:3b'],
    ['library/llama3.2', 'llama3.2:latest'],
    ['registry.ollama.ai/library/llama3.2:3b', 'llama3.2:3b'],
    ['me/mine', 'me/mine:latest'],
    ['hf.co/bartowski/Llama-3.2-GGUF:Q4_K_M', 'hf.co/bartowski/Llama-3.2-GGUF:Q4_K_M'],
    ['http://127.0.0.1:5000/library/x', '127.0.0.1:5000/library/x:latest'],
    ['a b', null],
    ['', null],
    ['a:', null],
    ['-a', null],
    ['a/b/c/d', null],
  ])('%s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it('is insecure only where the name begins with http://', () => {
    expect(parseModelName('http://h/n/m')?.insecure).toBe(true);
    expect(parseModelName('https://h/n/m')?.insecure).toBe(false);
    expect(parseModelName('h/n/m')?.insecure).toBe(false);
  });

  const part = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,20}$/);
  it('has one canonical form, found again from itself, with or without its defaults', () => {
    fc.assert(
      fc.property(part, part, (model, tag) => {
        const name = `${model}:${tag}`;
        expect(canonical(name)).toBe(name);
        expect(modelKey(`registry.ollama.ai/library/${name}`)).toBe(modelKey(name.toUpperCase()));
        expect(modelKey(model)).toBe(modelKey(`${model}:latest`));
      }),
    );
  });
  it('are the same with and without the default tag', () => {
    expect(isSameModel('llama3.2', 'llama3.2:latest')).toBe(true);
    expect(isSameModel('llama3.2:1b', 'llama3.2')).toBe(false);
  });
  it('never throws, and what it accepts it accepts again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = canonical(text);
        if (once !== null) expect(canonical(once)).toBe(once);
      }),
    );
  });
});
