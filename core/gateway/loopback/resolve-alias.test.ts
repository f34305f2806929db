import { describe, expect, it } from 'vitest';
import { modelInBeginning } from './locate-model.ts';
import { type ModelNaming, resolveAlias } from './resolve-alias.ts';

function resolve(name: string): string | null {
  return name === 'gpt-4o' ? 'llama3.2:latest' : null;
}

/** The body that the server gets, and the model. */
function json(body: string | Buffer, naming: ModelNaming = 'model') {
  const { body: sent, model } = resolveAlias(Buffer.from(body), { naming, contentType: 'application/json', resolve });
  return [sent.toString('latin1'), model];
}

describe('an alias in a JSON body', () => {
  it.each([
    ['{"model":"gpt-4o"}', '{"model":"llama3.2:latest"}'],
    [
      '{"model":"gpt-4o","messages":[{"role":"user","content":"model"}]}',
      '{"model":"llama3.2:latest","messages":[{"role":"user","content":"model"}]}',
    ],
    [
      ' \r\n\t{ "stream" : true ,\n "model"\t:\n"gpt-4o" , "n":1e400 } trailing',
      ' \r\n\t{ "stream" : true ,\n "model"\t:\n"llama3.2:latest" , "n":1e400 } trailing',
    ],
    ['{"mod\\u0065l":"gpt\\u002d4o"}', '{"mod\\u0065l":"llama3.2:latest"}'],
    ['{"MODEL":"gpt-4o"}', '{"MODEL":"llama3.2:latest"}'],
    // Go's decoder takes the last of several, in whatever case, and ignores null.
    ['{"model":"a","Model":"gpt-4o"}', '{"model":"a","Model":"llama3.2:latest"}'],
    ['{"model":"gpt-4o","model":null}', '{"model":"llama3.2:latest","model":null}'],
    // Only the object's own field counts.
    [
      '{"a":{"model":"gpt-4o"},"model":"gpt-4o","b":["model","gpt-4o"]}',
      '{"a":{"model":"gpt-4o"},"model":"llama3.2:latest","b":["model","gpt-4o"]}',
    ],
    [
      '{"prompt":"\\"model\\":\\"x\\\\\\\\","model":"gpt-4o"}',
      '{"prompt":"\\"model\\":\\"x\\\\\\\\","model":"llama3.2:latest"}',
    ],
    ['{"model":"gpt-4o"}{"model":"b"}', '{"model":"llama3.2:latest"}{"model":"b"}'],
  ])('is replaced in %s', (body, expected) => expect(json(body)).toEqual([expected, 'llama3.2:latest']));

  it.each([
    ['{"model":"llama3.2","x":1}', 'llama3.2'],
    ['{"model":"gpt-4o","model":"a"}', 'a'],
    ['{"model":"gpt-4o","MODEL":"a"}', 'a'],
    ['{"model":" gpt-4o "}', ' gpt-4o '],
    ['{"model":"gpt-4o","model":""}', null],
    ['{"name":"gpt-4o"}', null],
    ['{"models":"gpt-4o"}', null],
    ['{"model":["gpt-4o"]}', null],
    ['{"model":"gpt-4o","model":7}', null],
    ['{}', null],
    ['', null],
    ['[{"model":"gpt-4o"}]', null],
    ['"model"', null],
    ['\ufeff{"model":"gpt-4o"}', null],
    ['{"model":"gpt-4o"', null],
    ['{"model":"gpt-4o', null],
    ['{"model":"gpt-4o","a":"\\"}', null],
    // Not JSON, which the server is to say of what the client sent.
    ['{"model":"gpt-4o",}', 'gpt-4o'],
    ['{"model":"gpt-4o" "a":1}', 'gpt-4o'],
    ['{"model":"gpt-4o","a":"\\x"}', 'gpt-4o'],
    ['{"model":"gpt-4o","a":[}', null],
  ])('isn’t replaced in %s', (body, model) =>
    expect(json(body)).toEqual([Buffer.from(body).toString('latin1'), model]),
  );

  it.each([
    ['{"name":"gpt-4o"}', '{"name":"llama3.2:latest"}', 'llama3.2:latest'],
    ['{"model":"","name":"gpt-4o"}', '{"model":"","name":"llama3.2:latest"}', 'llama3.2:latest'],
    ['{"model":"a","name":"gpt-4o"}', '{"model":"a","name":"gpt-4o"}', 'a'],
    ['{"name":"gpt-4o","model":null}', '{"name":"llama3.2:latest","model":null}', 'llama3.2:latest'],
  ])('may be in the older field: %s', (body, expected, model) => {
    expect(json(body, 'model-or-name')).toEqual([expected, model]);
  });

  it('leaves every other byte as it is, UTF-8 or not', () => {
    const prompt = Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0x00]), Buffer.from('é€😀'.repeat(1000))]);
    const parts = (model: string) =>
      Buffer.concat([
        Buffer.from(`{"images":["${'A'.repeat(5_000_000)}"],"x":"`),
        prompt,
        Buffer.from(`","model":"${model}"}`),
      ]);
    // A NUL in a string is no JSON.
    expect(json(parts('gpt-4o'))).toEqual([parts('gpt-4o').toString('latin1'), 'gpt-4o']);
    prompt[3] = 0x20;
    expect(json(parts('gpt-4o'))).toEqual([parts('llama3.2:latest').toString('latin1'), 'llama3.2:latest']);
  });

  it('isn’t looked for in what is too deep or has too much', () => {
    const deep = `{"model":"gpt-4o","a":${'['.repeat(1_100_000)}`;
    expect(json(deep)[1]).toBeNull();
    const many = `{"a":[${'"",'.repeat(1_000_001)}""],"model":"gpt-4o"}`;
    expect(json(many)).toEqual([many, null]);
  });

  it('is known from the beginning of a body, for the record', () => {
    const known = (text: string) => modelInBeginning(Buffer.from(text), ['model']);
    expect(known('{"model":"gpt-4o","messages":[{"content":"abc')).toBe('gpt-4o');
    expect(known('{"model":"gpt-4o","mod')).toBe('gpt-4o');
    expect(known('{"model":"gpt-4')).toBeNull();
    expect(known('{"messages":[{"content":"abc')).toBeNull();
  });
});

describe('an alias in a form', () => {
  const send = (body: string, contentType: string) => {
    const { body: sent, model } = resolveAlias(Buffer.from(body, 'latin1'), { naming: 'form', contentType, resolve });
    return [sent.toString('latin1'), model];
  };
  const form = (model: string, disposition = 'form-data; name="model"') =>
    [
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n\xff\x00--b\r\nx',
      `--b\r\nContent-Disposition: ${disposition}\r\n\r\n${model}`,
      '--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nother\r\n--b--\r\n',
    ].join('\r\n');

  it.each([
    ['multipart/form-data; boundary=b', 'form-data; name="model"'],
    ['Multipart/Form-Data; charset=x; boundary="b"', 'form-data;  name=model'],
  ])('is replaced with %s', (contentType, disposition) => {
    const expected = [form('llama3.2:latest', disposition), 'llama3.2:latest'];
    expect(send(form('gpt-4o', disposition), contentType)).toEqual(expected);
  });

  it.each([
    ['multipart/form-data; boundary=b', form('a'), 'a'],
    ['multipart/form-data; boundary=c', form('gpt-4o'), null],
    ['multipart/form-data', form('gpt-4o'), null],
    ['application/json', form('gpt-4o'), null],
    ['multipart/form-data; boundary=b', form('gpt-4o', 'form-data; name="model"; filename="gpt-4o"'), 'other'],
    ['multipart/form-data; boundary=b', form('gpt-4o', 'form-data; name="xmodel"'), 'other'],
    ['multipart/form-data; boundary=b', '--b\r\nno end', null],
  ])('isn’t replaced with %s', (contentType, body, model) => expect(send(body, contentType)).toEqual([body, model]));

  it('as fetch writes it', async () => {
    const written = new FormData();
    written.set('file', new Blob(['abc']), 'a.wav');
    written.set('model', 'gpt-4o');
    const request = new Response(written);
    const contentType = request.headers.get('content-type') ?? '';
    const { body } = resolveAlias(Buffer.from(await request.arrayBuffer()), { naming: 'form', contentType, resolve });
    const read = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    expect(read.get('model')).toBe('llama3.2:latest');
  });
});
