import { type Attack, type AttackContext, attack, type Part, type RequestParts, requestBytes } from './attack.ts';

const MIB = 1024 * 1024;
const HUGE = Buffer.alloc(33 * MIB, 'a');

function drip(bytes: string | Buffer, times: number, afterMs: number): Part[] {
  return Array.from({ length: times }, () => ({ bytes, afterMs }));
}

/** Connections that are held open without being used, and bodies that are meant to fill the memory. */
export function slowAttacks({ keys: { inference: key, wrong } }: AttackContext): Attack[] {
  const incomplete = requestBytes({ method: 'POST', target: '/api/chat', key, length: 1000 });
  const chunked = requestBytes({
    method: 'POST',
    target: '/api/chat',
    key,
    headers: ['Transfer-Encoding: chunked'],
    length: null,
  });
  const timedOut = [0, 408];
  // One for all attacks, since each is made for several listeners.
  const sendHuge = (name: string, parts: RequestParts, rejections: readonly number[]): Attack => ({
    name,
    parts: [{ bytes: requestBytes({ ...parts, length: HUGE.byteLength }) }, { bytes: HUGE }],
    rejections,
  });
  return [
    ...Array.from(
      { length: 30 },
      (_, i): Attack => ({ name: `half open: silent ${i}`, parts: [], rejections: timedOut }),
    ),
    { name: 'half open: a character', parts: [{ bytes: 'G' }], rejections: timedOut },
    { name: 'half open: a first line', parts: [{ bytes: 'GET /v1/models HTTP/1.1\r\n' }], rejections: timedOut },
    { name: 'half open: incomplete headers', parts: [{ bytes: incomplete.subarray(0, -2) }], rejections: timedOut },
    {
      name: 'slow loris: headers',
      parts: [{ bytes: 'GET / HTTP/1.1\r\n' }, ...drip('X-A: b\r\n', 60, 100)],
      rejections: timedOut,
    },
    {
      name: 'slow loris: characters of a header',
      parts: [{ bytes: 'GET / HTTP/1.1\r\nX-A: ' }, ...drip('b', 60, 100)],
      rejections: timedOut,
    },
    { name: 'slow body: nothing of it', parts: [{ bytes: incomplete }], rejections: timedOut },
    { name: 'slow body: its beginning', parts: [{ bytes: incomplete }, { bytes: '{"model":' }], rejections: timedOut },
    { name: 'slow body: characters', parts: [{ bytes: incomplete }, ...drip(' ', 60, 100)], rejections: timedOut },
    { name: 'slow body: chunks', parts: [{ bytes: chunked }, ...drip('1\r\n \r\n', 60, 100)], rejections: timedOut },
    {
      name: 'slow body: an endless chunk extension',
      parts: [{ bytes: chunked }, { bytes: '1;' }, ...drip('a', 60, 100)],
      rejections: timedOut,
    },
    attack('huge body: announced', { method: 'POST', target: '/api/chat', key, length: 33 * MIB }, [413]),
    sendHuge('huge body: announced and sent', { method: 'POST', target: '/api/chat', key }, [413]),
    {
      name: 'huge body: in one chunk',
      parts: [{ bytes: chunked }, { bytes: `${HUGE.byteLength.toString(16)}\r\n` }, { bytes: HUGE }],
      // Several at once may spend the budget of bodies.
      rejections: [413, 503],
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
    sendHuge('huge body: without a key', { method: 'POST', target: '/api/chat' }, [401]),
    sendHuge('huge body: with a wrong key', { method: 'POST', target: '/api/blobs/sha256:00', key: wrong }, [401]),
    {
      name: 'a rejected client that keeps sending',
      parts: [{ bytes: requestBytes({ method: 'POST', target: '/api/chat', length: 10_000 }) }, ...drip('a', 60, 100)],
      rejections: [401],
    },
  ];
}
