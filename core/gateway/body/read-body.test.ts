import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContentCoding } from '../policy/content-coding.ts';
import { type BodyMemoryBudget, createBodyBudget, type ReadBodyResult, readBody } from './read-body.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const TEXT = Buffer.from('{"model":"llama3.2","messages":[{"role":"user","content":"Hello"}]}');
const ENCODE = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: zstdCompressSync,
} as const;
const CODINGS = ['gzip', 'deflate', 'br', 'zstd'] as const;

/** RFC 8878, 3.1.1: one block, not compressed, and a window of so many bits. */
function zstdFrame(windowLog: number, text: Buffer): Buffer {
  const isLast = 1;
  const block = Buffer.alloc(3);
  block.writeUIntLE((text.byteLength << 3) | isLast, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3]), block, text]);
}

const ZEROS = Buffer.alloc(256 * MIB);
const BOMBS = {
  gzip: () => gzipSync(ZEROS, { level: 9 }),
  deflate: () => deflateSync(ZEROS, { level: 9 }),
  br: () => brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }),
  zstd: () => zstdCompressSync(ZEROS),
} as const;
/** With one byte of its checksum changed. */
function damaged(encoded: Buffer): Buffer {
  const copy = Buffer.from(encoded);
  // gzip's stands before its length.
  copy.writeUInt8(255 - copy.readUInt8(copy.length - 6), copy.length - 6);
  return copy;
}

const NUMBERS = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `${i * 7919} `).join(''));

describe('reading a body', () => {
  let server: Server;
  let port: number;
  let budget: BodyMemoryBudget;
  const results: ReadBodyResult[] = [];
  let options = { maxBytes: MIB, timeoutMs: 20_000, coding: null as ContentCoding | null };
  beforeEach(async () => {
    results.length = 0;
    options = { maxBytes: MIB, timeoutMs: 20_000, coding: null };
    budget = createBodyBudget({ perKey: 64 * MIB, inAll: 64 * MIB });
    server = createServer(async (request, response) => {
      const reading = readBody(request, { ...options, budget, key: 'a' });
      const result = await reading.result;
      reading.release();
      results.push(result);
      response.end(result.ok ? result.body : result.reason);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterEach(() => {
    // Whatever happened, nothing stays reserved.
    expect(budget.reserve('a', 64 * MIB)).toBe(true);
    server.closeAllConnections();
    server.close();
  });
  /** Sends each part once the one before it has been taken. */
  const send = async (parts: readonly Buffer[], coding: ContentCoding | null): Promise<string> => {
    options = { ...options, coding };
    const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST' });
    const response = once(sent, 'response');
    for (const part of parts) await new Promise((done) => sent.write(part, done));
    sent.end();
    const [received] = await response;
    let text = '';
    for await (const chunk of received) text += String(chunk);
    return text;
  };

  it('gives it as it was sent where it isn’t compressed', async () => {
    expect(await send([TEXT, TEXT], null)).toBe(`${TEXT}${TEXT}`);
    expect(await send([], null)).toBe('');
  });

  it.each([
    ...CODINGS.map((coding) => [coding, coding, ENCODE[coding]] as const),
    ['raw deflate', 'deflate', deflateRawSync] as const,
  ])('decodes %s, whole and byte by byte', async (_name, coding, encode) => {
    const encoded = encode(TEXT);
    expect(await send([encoded], coding)).toBe(TEXT.toString());
    const bytes = [...encoded].map((byte) => Buffer.from([byte]));
    expect(await send(bytes, coding)).toBe(TEXT.toString());
    const large = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `${i * 7919} `).join(''));
    expect(await send([encode(large)], coding)).toBe(large.toString());
  });

  it.each(CODINGS)('takes an empty body and an encoded nothing in %s for an empty one', async (coding) => {
    expect(await send([], coding)).toBe('');
    expect(await send([ENCODE[coding](Buffer.alloc(0))], coding)).toBe('');
    expect(results.every(({ ok }) => ok)).toBe(true);
  });

  it.each([
    ['gzip', 'gzip members', ENCODE.gzip],
    ['zstd', 'zstd frames', ENCODE.zstd],
  ] as const)('decodes %s of several parts: %s', async (coding, _what, encode) => {
    const parts = [TEXT, TEXT, TEXT].map((text) => encode(text));
    expect(await send([Buffer.concat(parts)], coding)).toBe(`${TEXT}${TEXT}${TEXT}`);
    expect(await send(parts, coding)).toBe(`${TEXT}${TEXT}${TEXT}`);
  });

  it.each(
    CODINGS.flatMap((coding) => {
      const encoded = ENCODE[coding](TEXT);
      const large = ENCODE[coding](NUMBERS);
      return [
        [coding, 'plain text', [TEXT]],
        [coding, 'one byte', [Buffer.from('x')]],
        [coding, 'zeros', [Buffer.alloc(1000)]],
        [coding, 'its first bytes', [encoded.subarray(0, 3)]],
        [coding, 'all but its last byte', [encoded.subarray(0, -1)]],
        [coding, 'half of a large one', [large.subarray(0, large.length >> 1)]],
        [coding, 'a zero behind it', [Buffer.concat([encoded, Buffer.alloc(1)])]],
        [coding, 'text behind it', [Buffer.concat([encoded, TEXT])]],
        [coding, 'text that arrives later', [encoded, TEXT]],
      ] as const;
    }),
  )('rejects what isn’t %s: %s', async (coding, _what, parts) => {
    expect(await send(parts, coding)).toBe('undecodable');
  });

  // zstd and br need no checksum.
  it.each([
    ['gzip', 'damaged', damaged(ENCODE.gzip(NUMBERS))],
    ['deflate', 'damaged', damaged(ENCODE.deflate(NUMBERS))],
    ['deflate', 'twice', Buffer.concat([ENCODE.deflate(TEXT), ENCODE.deflate(TEXT)])],
    ['br', 'twice', Buffer.concat([ENCODE.br(TEXT), ENCODE.br(TEXT)])],
    ['zstd', 'in 100 frames', Buffer.concat(Array.from({ length: 100 }, () => ENCODE.zstd(TEXT)))],
    ['zstd', 'with a window of 16 MB', zstdFrame(24, TEXT)],
    ['zstd', 'with a window of 128 MB', zstdFrame(27, TEXT)],
  ] as const)('rejects %s %s', async (coding, _what, body) => {
    expect(await send([body], coding)).toBe('undecodable');
  });

  it('accepts zstd with the largest window that clients may use', async () => {
    expect(await send([zstdFrame(23, TEXT)], 'zstd')).toBe(TEXT.toString());
  });

  it.each(CODINGS)('accepts %s at the limit, and nothing over it', async (coding) => {
    const atLimit = Buffer.alloc(MIB, 'a');
    expect((await send([ENCODE[coding](atLimit)], coding)).length).toBe(MIB);
    expect(await send([ENCODE[coding](Buffer.alloc(MIB + 1, 'a'))], coding)).toBe('tooLarge');
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'] as const)(
    'limits what is sent where nothing of it is decoded: %s',
    async (coding) => {
      const nothing = ENCODE[coding](Buffer.alloc(0));
      expect(await send([Buffer.alloc(2 * MIB, nothing)], coding)).toMatch(/tooLarge|undecodable/);
    },
  );

  it.each(CODINGS)('stops decoding a bomb in %s at the limit, with the memory flat', async (coding) => {
    options = { ...options, maxBytes: 32 * MIB };
    const body = BOMBS[coding]();
    expect(body.byteLength).toBeLessThan(300 * KIB);
    await send([body], coding);
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 4; n += 1) expect(await send([body], coding)).toBe('tooLarge');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });

  it('counts decoded bytes towards the budget', async () => {
    options = { ...options, maxBytes: 32 * MIB };
    expect(budget.reserve('a', 60 * MIB)).toBe(true);
    expect(await send([gzipSync(Buffer.alloc(3 * MIB))], 'gzip')).toHaveLength(3 * MIB);
    expect(await send([gzipSync(Buffer.alloc(5 * MIB))], 'gzip')).toBe('overloaded');
    budget.release('a', 60 * MIB);
  });

  it('gives up on a body that takes too long, and on a client that disconnects', async () => {
    options = { ...options, coding: 'gzip', timeoutMs: 200 };
    const encoded = gzipSync(TEXT);
    const slow = httpRequest({ port, host: '127.0.0.1', method: 'POST' });
    slow.on('error', () => undefined).write(encoded.subarray(0, 20));
    await expect.poll(() => results).toEqual([{ ok: false, reason: 'timeout' }]);
    slow.destroy();
    options = { ...options, timeoutMs: 20_000 };
    const gone = httpRequest({ port, host: '127.0.0.1', method: 'POST' });
    gone.on('error', () => undefined).write(encoded.subarray(0, 20), () => gone.destroy());
    await expect.poll(() => results[1]).toEqual({ ok: false, reason: 'disconnected' });
  });
});
