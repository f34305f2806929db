import { expect, test } from 'vitest';
import { defineTexts, type MessageOf } from './define-texts.ts';

const text = defineTexts({
  plain: 'Couldn’t open it',
  named: 'Pulling {name}',
  tagged: 'Set <code>OLLAMA_HOST</code> in {app}',
  counted: '{count, plural, one {# model} other {# models}} on {disk}',
});

test('a text without values', () => {
  expect(text('plain')).toBe('Couldn’t open it');
});

test('a text with values', () => {
  expect(text('named', { name: 'llama3.2' })).toBe('Pulling llama3.2');
});

test('plurals by the rules of the locale, with grouped numbers', () => {
  expect(text('counted', { count: 1, disk: 'SSD' })).toBe('1 model on SSD');
  expect(text('counted', { count: 1_200, disk: 'SSD' })).toBe('1,200 models on SSD');
});

test('a message made elsewhere', () => {
  const message: MessageOf<typeof text> = { key: 'named', values: { name: 'qwen3' } };
  expect(text(message)).toBe('Pulling qwen3');
});

test('a text with tags, in parts', () => {
  const parts = text.parts('tagged', { app: 'Zed', code: (chunks) => ({ code: chunks }) });
  expect(parts).toEqual(['Set ', { code: ['OLLAMA_HOST'] }, ' in Zed']);
});

test('a value that is missing at run time is an error that names it', () => {
  // @ts-expect-error the value is missing
  expect(() => text('named')).toThrow('name');
});

test('the compiler refuses unknown keys and wrong values', () => {
  // Never called: what counts is that the compiler complains of each.
  const refused = () => [
    // @ts-expect-error no such key
    text('missing'),
    // @ts-expect-error a plural counts a number
    text('counted', { count: 'two', disk: 'SSD' }),
    // @ts-expect-error the tag is missing
    text.parts('tagged', { app: 'Zed' }),
    // @ts-expect-error a text without values takes none
    text('plain', { name: 'llama3.2' }),
  ];
  expect(refused).toBeTypeOf('function');
});
