import { type Attack, type AttackContext, attack, type Part, requestBytes } from './attack.ts';

const MIB = 1024 * 1024;

function drip(bytes: string | Buffer, times: number, afterMs: number): Part[] {
  return Array.from({ length: times }, () => ({ bytes, afterMs }));
}

/** Connections that keep a place without using it, and bodies that are meant to fill the memory. */
export function slowAttacks({ keys: { inference: key, wrong } }: AttackContext): Attack[] {
  const begins = requestBytes({ method: 'POST', target: '/api/chat', key, length: 1000 });
  const inChunks = requestBytes({
    method: 'POST',
    target: '/api/chat',
    key,
    headers: ['Transfer-Encoding: chunked'],
    length: null,
  });
  const gone = [0, 408];
  const huge = Buffer.alloc(33 * MIB, 'a');
  return [
    ...Array.from({ length: 30 }, (_, i): Attack => ({ name: `half open: silent ${i}`, parts: [], refusals: gone })),
    { name: 'half open: a letter', parts: [{ bytes: 'G' }], refusals: gone },
    { name: 'half open: a first line', parts: [{ bytes: 'GET /v1/models HTTP/1.1\r\n' }], refusals: gone },
    { name: 'half open: headers without end', parts: [{ bytes: begins.subarray(0, -2) }], refusals: gone },
    {
      name: 'slow loris: headers',
      parts: [{ bytes: 'GET / HTTP/1.1\r\n' }, ...drip('X-A: b\r\n', 60, 100)],
      refusals: gone,
    },
    {
      name: 'slow loris: letters of a header',
      parts: [{ bytes: 'GET / HTTP/1.1\r\nX-A: ' }, ...drip('b', 60, 100)],
      refusals: gone,
    },
    { name: 'slow body: nothing of it', parts: [{ bytes: begins }], refusals: gone },
    { name: 'slow body: its beginning', parts: [{ bytes: begins }, { bytes: '{"model":' }], refusals: gone },
    { name: 'slow body: letters', parts: [{ bytes: begins }, ...drip(' ', 60, 100)], refusals: gone },
    { name: 'slow body: chunks', parts: [{ bytes: inChunks }, ...drip('1\r\n \r\n', 60, 100)], refusals: gone },
    {
      name: 'slow body: an endless chunk extension',
      parts: [{ bytes: inChunks }, { bytes: '1;' }, ...drip('a', 60, 100)],
      refusals: gone,
    },
    attack('huge body: said before', { method: 'POST', target: '/api/chat', key, length: 33 * MIB }, [413]),
    attack('huge body: said and sent', { method: 'POST', target: '/api/chat', key, body: huge }, [413]),
    {
      name: 'huge body: in one chunk',
      parts: [{ bytes: inChunks }, { bytes: `${huge.byteLength.toString(16)}\r\n` }, { bytes: huge }],
      refusals: [413],
    },
    attack(
      'huge body: a form',
      {
        method: 'POST',
        target: '/v1/audio/transcriptions',
        key,
        headers: ['Content-Type: multipart/form-data; boundary=b'],
        length: 33 * MIB,
      },
      [413],
    ),
    attack('huge body: without a key', { method: 'POST', target: '/api/chat', body: huge }, [401]),
    attack(
      'huge body: with a wrong key',
      { method: 'POST', target: '/api/blobs/sha256:00', key: wrong, body: huge },
      [401],
    ),
    {
      name: 'a refused client who sends on and on',
      parts: [{ bytes: requestBytes({ method: 'POST', target: '/api/chat', length: 10_000 }) }, ...drip('a', 60, 100)],
      refusals: [401],
    },
  ];
}
