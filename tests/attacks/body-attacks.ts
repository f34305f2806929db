import { type Attack, type AttackContext, attack } from './attack.ts';

const CHAT = '/v1/chat/completions';
const MESSAGES = '"messages":[{"role":"user","content":"a"}]';

/** Bodies that might name one model to the gateway and another to the server, sent with a key for llama3.2 only. */
function duplicateNames({ keys: { listed: key, listedFull } }: AttackContext): Attack[] {
  const named = (name: string, fields: string, rejections: readonly number[] = [400]) => [
    attack(`body: ${name}, chat`, { method: 'POST', target: CHAT, key, body: `{${fields},${MESSAGES}}` }, rejections),
    attack(
      `body: ${name}, generate`,
      { method: 'POST', target: '/api/generate', key, body: `{${fields},"prompt":"a"}` },
      rejections,
    ),
  ];
  const full = (name: string, method: string, target: string, body: string, rejections: readonly number[]) =>
    attack(`body: ${name}, ${target}`, { method, target, key: listedFull, body }, rejections);
  return [
    ...named('Model after model', '"model":"llama3.2","Model":"other"'),
    ...named('Model before model', '"Model":"other","model":"llama3.2"'),
    ...named('model twice', '"model":"llama3.2","model":"other"'),
    ...named('model twice, far apart', `"model":"llama3.2","x":"${'y'.repeat(70_000)}","model":"other"`),
    ...named('MODEL', '"MODEL":"other"'),
    ...named('an escaped model after model', '"model":"llama3.2","\\u006dodel":"other"'),
    ...named('an escaped Model', '"model":"llama3.2","\\u004dodel":"other"'),
    ...named('model after many spaces', `"model":"llama3.2","Model"${' '.repeat(200)}:"other"`),
    ...named('model after a line break', '"model":"llama3.2","Model"\n\r\t :"other"'),
    ...named('another model', '"model":"other"', [403]),
    ...named('spaces before another model', '"model":"  other"', [403]),
    ...named('spaces after another model', '"model":"other\\n\\t "', [403]),
    ...named('another tag', '"model":"llama3.2:1b"', [403]),
    ...named('another namespace', '"model":"evil/llama3.2"', [403]),
    ...named('another host', '"model":"evil.example/library/llama3.2"', [403]),
    ...named('a path for a name', '"model":"../llama3.2"'),
    ...named('two colons', '"model":"other:llama3.2:latest"'),
    ...named('a space in the name', '"model":"llama3.2 other"'),
    ...named('a null in the name', '"model":"llama3.2\\u0000other"'),
    ...named('a separator for a space', '"model":"\\u0085llama3.2"'),
    ...named('a full-width letter', '"model":"\uff4clama3.2"'),
    ...named('a zero-width space', '"model":"llama3.2\u200b"'),
    ...named('a homoglyph', '"model":"ll\u0430ma3.2"'),
    ...named('a very long name', `"model":"llama3.2${'x'.repeat(10_000)}"`),
    ...named('a digest for a tag', '"model":"llama3.2@sha256:0"'),
    ...named('another scheme', '"model":"file://llama3.2"'),
    ...named('a source behind another model', '"model":"other:1b:local"', [403]),
    ...named('two sources', '"model":"llama3.2:local:local"'),
    ...named('a large number', '"model":9007199254740993'),
    ...named('an empty model', '"model":""'),
    ...named('spaces for a model', '"model":"  "'),
    ...named('null for a model', '"model":null'),
    ...named('a list for a model', '"model":["llama3.2"]'),
    ...named('an object for a model', '"model":{"toString":"llama3.2"}'),
    ...named('a number for a model', '"model":1'),
    ...named('name for model', '"name":"other"'),
    ...named('name for an empty model', '"model":"","name":"other"'),
    ...named('__proto__ for model', '"__proto__":{"model":"llama3.2"}'),
    full('name for model', 'DELETE', '/api/delete', '{"name":"other"}', [403]),
    full('name behind an empty model', 'DELETE', '/api/delete', '{"model":" ","name":"other"}', [403]),
    full('name beside model', 'DELETE', '/api/delete', '{"model":"llama3.2","name":"other"}', [400]),
    full('Name beside model', 'DELETE', '/api/delete', '{"model":"llama3.2","Name":"other"}', [400]),
    full('name for model', 'POST', '/api/show', '{"name":"other"}', [403]),
    full('name for model', 'POST', '/api/pull', '{"name":"other"}', [403]),
    full('name for model', 'POST', '/api/create', '{"name":"other","from":"llama3.2"}', [403]),
    full('from another', 'POST', '/api/create', '{"model":"llama3.2","from":"other"}', [403]),
    full('From', 'POST', '/api/create', '{"model":"llama3.2","From":"other"}', [400]),
    full('from a list', 'POST', '/api/create', '{"model":"llama3.2","from":["other"]}', [400]),
    full('source', 'POST', '/api/copy', '{"source":"other","destination":"llama3.2"}', [403]),
    full('destination', 'POST', '/api/copy', '{"source":"llama3.2","destination":"other"}', [403]),
    full('Source', 'POST', '/api/copy', '{"source":"llama3.2","Source":"other","destination":"llama3.2"}', [400]),
    full(
      'a long s',
      'POST',
      '/api/copy',
      '{"source":"llama3.2","\u017fource":"other","destination":"llama3.2"}',
      [400],
    ),
    full('no destination', 'POST', '/api/copy', '{"source":"llama3.2"}', [400]),
    attack('body: another model in the path', { target: '/v1/models/other', key }, [403]),
    attack('body: another model in the path, encoded', { target: '/v1/models/%6fther', key }, [403]),
  ];
}

function shapes({ keys: { inference: key } }: AttackContext): Attack[] {
  const sent = (name: string, body: string | Buffer, rejections: readonly number[] = [400]) =>
    attack(`JSON: ${name}`, { method: 'POST', target: '/api/chat', key, body }, rejections);
  return [
    sent('nothing', ''),
    sent('a list', '[{"model":"llama3.2"}]'),
    sent('a text', '"llama3.2"'),
    sent('null', 'null'),
    sent('a number', '1'),
    sent('broken', '{"model":"llama3.2"'),
    sent('single quotes', "{'model':'llama3.2'}"),
    sent('a trailing comma', '{"model":"llama3.2",}'),
    sent('a comment', '{"model":"llama3.2"/*,"a":1*/}'),
    sent('two values', '{"model":"llama3.2"}{"model":"other"}'),
    sent('a value and more', '{"model":"llama3.2"} x'),
    sent('a byte order mark', '\ufeff{"model":"llama3.2"}'),
    sent('UTF-16', Buffer.from('{"model":"llama3.2"}', 'utf16le')),
    sent('NaN', '{"model":"llama3.2","a":NaN}'),
    sent('a form', 'model=llama3.2'),
    sent('lists in lists', `{"model":"llama3.2","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    sent('objects in objects', `{"model":"llama3.2","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`),
    sent('unclosed lists', '['.repeat(1_000_000)),
    sent('lists one level too deep', `{"model":"llama3.2","a":${'['.repeat(128)}${']'.repeat(128)}}`),
  ];
}

function forms({ keys: { listed: key, inference } }: AttackContext): Attack[] {
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n';
  const sent = (
    name: string,
    fields: string,
    rejections: readonly number[],
    type = 'multipart/form-data; boundary=b',
    target = '/v1/audio/transcriptions',
  ) =>
    attack(
      `form: ${name}`,
      { method: 'POST', target, key, headers: [`Content-Type: ${type}`], body: `${fields}${file}--b--\r\n` },
      rejections,
    );
  return [
    sent('another model', field('model', 'other'), [403]),
    sent('another model after spaces', field('model', '  other'), [403]),
    sent('model twice', field('model', 'llama3.2') + field('model', 'other'), [400]),
    sent('Model after model', field('model', 'llama3.2') + field('Model', 'other'), [400]),
    sent('no model', '', [400]),
    sent('a file for a model', file.replace('name="file"', 'name="model"'), [400]),
    sent('another boundary', field('model', 'llama3.2'), [400], 'multipart/form-data; boundary=c'),
    sent('no boundary', field('model', 'llama3.2'), [400], 'multipart/form-data'),
    sent('JSON for a form', '{"model":"llama3.2"}', [400], 'application/json'),
    sent(
      'another model in the query',
      field('model', 'other'),
      [403],
      undefined,
      '/v1/audio/transcriptions?model=llama3.2',
    ),
    attack(
      'form: a cloud model',
      {
        method: 'POST',
        target: '/v1/audio/transcriptions',
        key: inference,
        headers: ['Content-Type: multipart/form-data; boundary=b'],
        body: `${field('model', 'whisper:cloud')}${file}--b--\r\n`,
      },
      [403],
    ),
    attack(
      'form: where JSON is due',
      {
        method: 'POST',
        target: CHAT,
        key,
        headers: ['Content-Type: multipart/form-data; boundary=b'],
        body: `${field('model', 'other')}--b--\r\n`,
      },
      [400],
    ),
  ];
}

export function bodyAttacks(context: AttackContext): Attack[] {
  return [...duplicateNames(context), ...shapes(context), ...forms(context)];
}
