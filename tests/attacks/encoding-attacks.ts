import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type Attack, type AttackContext, attack, type RequestParts } from './attack.ts';
import { BOMBS } from './bombs.ts';

const CHAT = '/v1/chat/completions';
const BLOB = `/api/blobs/sha256:${'a'.repeat(64)}`;
const MESSAGES = '"messages":[{"role":"user","content":"a"}]';
/** A model that the key may not use: a body that is read gets 403, one that isn't gets 400 or 415. */
const CLOUD = Buffer.from(`{"model":"gpt-oss:cloud",${MESSAGES}}`);
const TWICE = Buffer.from(`{"model":"llama3.2","Model":"other",${MESSAGES}}`);

type Encoded = (
  coding: string | readonly string[],
  body: Buffer,
  rejections: readonly number[],
  rest?: RequestParts,
) => Attack;

function encodedWith(key: string): Encoded {
  return (coding, body, rejections, rest = {}) => {
    const headers = [coding].flat().map((value) => `Content-Encoding: ${value}`);
    const name = `encoded: ${headers.join(' and ')}, ${body.toString('hex', 0, 24)}`;
    return attack(
      `${name}, ${body.byteLength} bytes, ${JSON.stringify(rest)}`,
      { method: 'POST', target: CHAT, key, headers, body, ...rest },
      rejections,
    );
  };
}

/** Bodies that are checked as they are decoded. */
function decoded(encoded: Encoded): Attack[] {
  return [
    encoded('gzip', gzipSync(CLOUD), [403]),
    encoded('x-gzip', gzipSync(CLOUD), [403]),
    encoded('GZip', gzipSync(CLOUD), [403]),
    encoded(' \tgzip \t', gzipSync(CLOUD), [403]),
    encoded('deflate', deflateSync(CLOUD), [403]),
    encoded('deflate', deflateRawSync(CLOUD), [403]),
    encoded('br', brotliCompressSync(CLOUD), [403]),
    encoded('zstd', zstdCompressSync(CLOUD), [403]),
    encoded('ZSTD', zstdCompressSync(CLOUD), [403]),
    encoded('identity', CLOUD, [403]),
    encoded('', CLOUD, [403]),
    encoded(',', CLOUD, [403]),
    encoded('identity, gzip', gzipSync(CLOUD), [403]),
    encoded('zstd, identity', zstdCompressSync(CLOUD), [403]),
    encoded(['identity', 'zstd'], zstdCompressSync(CLOUD), [403]),
    encoded('gzip', Buffer.concat([gzipSync(CLOUD.subarray(0, 20)), gzipSync(CLOUD.subarray(20))]), [403]),
    encoded(
      'zstd',
      Buffer.concat([CLOUD.subarray(0, 20), CLOUD.subarray(20)].map((part) => zstdCompressSync(part))),
      [403],
    ),
    encoded('gzip', gzipSync(TWICE), [400]),
    encoded('zstd', zstdCompressSync(TWICE), [400]),
    encoded('gzip', Buffer.concat([gzipSync('{"model":"llama3.2"}'), gzipSync(CLOUD)]), [400]),
    encoded('gzip', gzipSync(Buffer.from('')), [400]),
    encoded('br', Buffer.alloc(0), [400]),
    encoded('gzip', gzipSync(CLOUD), [401], { key: null }),
    encoded('gzip', gzipSync(CLOUD), [400], { method: 'GET', target: '/v1/models' }),
  ];
}

/** Headers that two programs might read differently, and codings that aren't known. */
function confusing(encoded: Encoded): Attack[] {
  return [
    ...['compress', 'utf-8', 'unknown', '*', 'gzip;q=1', '"gzip"', 'gzip zstd', 'gzip/1', 'chunked', 'aes128gcm'].map(
      (coding) => encoded(coding, gzipSync(CLOUD), [415]),
    ),
    ...['gzip, gzip', 'gzip, br', 'br,gzip', 'gzip, identity, gzip', 'gzip, chunked'].map((coding) =>
      encoded(coding, gzipSync(gzipSync(CLOUD)), [415]),
    ),
    encoded(['gzip', 'gzip'], gzipSync(gzipSync(CLOUD)), [415]),
    encoded(['gzip', 'zstd'], gzipSync(CLOUD), [415]),
    encoded(['zstd', 'identity', 'gzip'], gzipSync(CLOUD), [415]),
    encoded('gz\x0bip', gzipSync(CLOUD), [400, 415]),
    encoded('gzip\u00a0', gzipSync(CLOUD), [415]),
    encoded('gzip\r\n , br', gzipSync(CLOUD), [400]),
  ];
}

/** Bodies that aren't what their header says. */
function garbage(encoded: Encoded): Attack[] {
  const codings = [
    ['gzip', gzipSync(CLOUD)],
    ['deflate', deflateSync(CLOUD)],
    ['br', brotliCompressSync(CLOUD)],
    ['zstd', zstdCompressSync(CLOUD)],
  ] as const;
  return codings.flatMap(([coding, body], i) => [
    encoded(coding, CLOUD, [400]),
    encoded(coding, body.subarray(0, -1), [400]),
    encoded(coding, body.subarray(0, 5), [400]),
    encoded(coding, Buffer.concat([body, Buffer.from('{}')]), [400]),
    encoded(coding, Buffer.concat([body, Buffer.alloc(3)]), [400]),
    encoded(coding, codings[(i + 1) % codings.length]?.[1] ?? body, [400]),
    encoded(coding, gzipSync(body), [400]),
    // The same bytes without saying so.
    encoded('identity', body, [400]),
  ]);
}

export function encodingAttacks({ keys }: AttackContext): Attack[] {
  const encoded = encodedWith(keys.inference);
  return [...decoded(encoded), ...confusing(encoded), ...garbage(encoded)];
}

/** Bodies that are small until they are decoded. */
export function bombAttacks({ keys: { inference, full, wrong } }: AttackContext): Attack[] {
  const encoded = encodedWith(inference);
  const form = ['Content-Type: multipart/form-data; boundary=b', 'Content-Encoding: br'];
  return [
    ...BOMBS.flatMap(([coding, bomb]) => [
      encoded(coding, bomb, [413]),
      encoded(coding, bomb, [401], { key: null }),
      encoded(coding, bomb, [401], { key: wrong }),
      encoded(coding, bomb, [415], { target: BLOB, key: full }),
      encoded(coding, bomb, [403], { target: '/api/pull' }),
      encoded(coding, bomb, [400], { method: 'GET', target: '/api/tags' }),
      // One within another, announced or not.
      encoded(`${coding}, gzip`, gzipSync(bomb), [415]),
      encoded('gzip', gzipSync(bomb), [400]),
      encoded('identity', bomb, [400]),
    ]),
    ...BOMBS.filter(([coding]) => coding === 'br').map(([, bomb]) =>
      encoded('br', bomb, [413], { target: '/v1/audio/transcriptions', headers: form }),
    ),
  ];
}

/** The same on a listener without a key, which reads only inference routes. */
export function keylessBombAttacks(): Attack[] {
  return BOMBS.flatMap(([coding, body]) =>
    ['/v1/responses', '/api/generate'].map((target) =>
      attack(
        `keyless bomb: ${coding}, ${target}`,
        { method: 'POST', target, headers: [`Content-Encoding: ${coding}`], body },
        [413],
      ),
    ),
  );
}
