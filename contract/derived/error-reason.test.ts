import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { errorReason, isMissingModel, isMissingRoute, oneLine, reasonIn } from './error-reason.ts';

it.each([
  ['OpenAI', '{"error":{"message":"m is busy","type":"api_error","code":null}}', 'm is busy'],
  ['Ollama', '{"error":"model requires more system memory (5.6 GiB) than is available (2 GiB)"}', /^model requires/],
  ['a message alone', '{"code":500,"message":"Compute error."}', 'Compute error.'],
  ['vLLM', '{"object":"error","message":"max_tokens is too large","type":"BadRequestError","code":400}', /^max_tokens/],
  ['FastAPI', '{"detail":"Not Found"}', 'Not Found'],
  [
    'FastAPI, invalid',
    '{"detail":[{"loc":["body","model"],"msg":"Field required","type":"missing"}]}',
    /^model: Field/,
  ],
  ['FastAPI, two', '{"detail":[{"loc":["body","a"],"msg":"x"},{"loc":["body","b",0],"msg":"y"}]}', 'a: x; b: y'],
  ['a registry', '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}', 'manifest unknown'],
  ['Hugging Face', '{"error":"Repository is not GGUF or is not compatible with llama.cpp"}', /^Repository/],
  ['OAuth', '{"error_description":"The token expired."}', 'The token expired.'],
  ['a list', '[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}]', 'Quota exceeded'],
  ['nested', '{"error":{"error":{"error":{"message":"deep"}}}}', 'deep'],
  ['JSON in a string', JSON.stringify({ error: '{"error":{"message":"inner"}}' }), 'inner'],
  ['a JSON string', '"no slot available"', 'no slot available'],
  ['a byte order mark', '\ufeff{"error":"x"}', 'x'],
  ['an empty message beside another', '{"error":{"message":"","detail":"y"}}', 'y'],
  ['cut off in the message', '{"error":{"message":"unable to load mo', 'unable to load mo…'],
  ['cut off in an escape', '{"error":{"message":"caf\\u00', 'caf…'],
  ['cut off after it', '{"error":{"message":"unable to load","type":"api_', 'unable to load'],
  ['an event', 'data: {"error":{"message":"overloaded"}}\n\n', 'overloaded'],
  ['a named event', 'event: error\ndata: {"error":"overloaded"}\n\n', 'overloaded'],
  ['plain text', '404 page not found\n', '404 page not found'],
  ['plain text in brackets', '[GIN] recovered', '[GIN] recovered'],
  ['colors and control characters', '\u001b[31mError:\u001b[0m\u0007 out\r\n of \u202ememory', 'Error: out of memory'],
])('reads %s', (_, body, reason) => {
  if (typeof reason === 'string') expect(errorReason(body)).toBe(reason);
  else expect(errorReason(body)).toMatch(reason);
});

it.each([
  '',
  ' \n',
  '{}',
  '[]',
  'null',
  '502',
  '{"error":""}',
  '{"error":null}',
  '{"error":500}',
  '{"error":{}}',
  '{"choices":[{"te',
  '<html>\r\n<head><title>502 Bad Gateway</title></head>',
  '<!DOCTYPE html><title>Sign in</title>',
  '\ufeff  <?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  '502: <html><body>nginx</body></html>',
  '{"error":"<html><head><title>504</title></head></html>"}',
  '{"message":"<!doctype html>"}',
])('finds no reason in %j', (body) => {
  expect(errorReason(body)).toBeNull();
});

it.each(['expected <nil>, got <think>', 'a < b', '5 <6'])('doesn’t take %j for markup', (text) => {
  expect(errorReason(text)).toBe(text);
});

test('what is shown is bounded, and so is the time', () => {
  const long = 'word '.repeat(400_000);
  const before = Date.now();
  expect(errorReason(JSON.stringify({ error: long }))?.length).toBeLessThanOrEqual(500);
  expect(errorReason(long)).toMatch(/…$/);
  for (const unit of ['{"error":', '"message":"\\', '[', '<', '\u001b[1', ' ', '"error" '])
    errorReason(unit.repeat(100_000));
  expect(Date.now() - before).toBeLessThan(500);
  expect(oneLine('a'.repeat(30), 10)).toBe('aaaaaaaaa…');
});

test('reads any value and any text without throwing, into one line', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string({ unit: 'binary' }), (value, text) => {
      for (const reason of [reasonIn(value), errorReason(text)]) {
        expect(reason ?? '').not.toMatch(/\p{Cc}/u);
        expect(reason).not.toBe('');
      }
    }),
  );
});

it.each([
  [404, '404 page not found', { route: true, model: false }],
  [405, '405 method not allowed', { route: true, model: false }],
  [404, 'Not Found', { route: true, model: false }],
  [404, 'Unexpected endpoint or method. (POST /v1/completions)', { route: true, model: false }],
  [404, 'Cannot POST /v1/chat/completions', { route: true, model: false }],
  [404, "model 'qwen3:8b' not found", { route: false, model: true }],
  [404, 'model "x" not found, try pulling it first', { route: false, model: true }],
  [404, 'The model `gpt-5` does not exist or you do not have access to it.', { route: false, model: true }],
  [404, 'blob "sha256:1" not found', { route: false, model: false }],
  [404, 'There is nothing at this address.', { route: false, model: false }],
  [500, 'model runner not found', { route: false, model: false }],
  [null, '404 page not found', { route: false, model: false }],
])('status %s, %j', (status, reason, { route, model }) => {
  expect(isMissingRoute(status, reason)).toBe(route);
  expect(isMissingModel(status, reason)).toBe(model);
});
