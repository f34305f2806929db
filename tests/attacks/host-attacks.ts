import { type Attack, type AttackContext, attack } from './attack.ts';

/**
 * What Ollama takes for this Mac's own on loopback, and so do the listeners without a key: private addresses, any port, and none at
 * all, which no web page can have as its name.
 */
const OWN_WITHOUT_KEY = [
  ...[
    '0.0.0.0',
    '10.0.0.1',
    '::1',
    'localhost:',
    'localhost:x',
    'localhost:999999',
    'localhost:-1',
    '',
    ' ',
    '.localhost',
  ],
];

/** Host headers that aren't this Mac's, on no listener. */
export function foreignHostAttacks({ port, keys: { full: key } }: AttackContext): Attack[] {
  const foreign = [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    'evil-localhost',
    'xlocalhost',
    'ollama.com',
    '127.0.0.1.evil.example',
    '127.1',
    '0',
    '2130706433',
    '0x7f.1',
    '169.254.169.254',
    '[::]',
    '[::ffff:7f00:1]',
    '[::1',
    `localhost:${port}:${port}`,
    'a@localhost',
    'localhost@evil.example',
    'localhost evil.example',
    'localhost, evil.example',
    'localhost/evil.example',
    'localhost#evil',
    'evil.example\tlocalhost',
    'http://localhost',
    '*',
    'l\u00f6calhost',
    'xn--lcalhost-90a',
    'loc\u00adalhost',
    'localhost..',
    'evil.example.',
    '[fd00::20%25lo0]',
    'localhost%00',
    'localhost%2eevil.example',
    '[::1%25lo0]',
    '[fd00::20%en0]',
    '[::1].evil.example',
    '[localhost]',
  ];
  return [
    ...foreign.map((host) => attack(`host: ${JSON.stringify(host)}`, { host, key }, [400, 403])),
    attack('host: none', { host: null, key }, [400]),
    attack('host: two', { host: 'localhost', headers: ['Host: localhost'], key }, [400, 403]),
    attack('host: ours, then another', { host: 'localhost', headers: ['Host: evil.example'], key }, [400, 403]),
    attack('host: another, then ours', { host: 'evil.example', headers: ['Host: localhost'], key }, [400, 403]),
    attack(
      'host: ours only as forwarded',
      { host: 'evil.example', headers: ['X-Forwarded-Host: localhost', 'Forwarded: host=localhost'], key },
      [403],
    ),
    attack('host: another in the target', { host: 'evil.example', target: 'http://localhost/v1/models', key }, [403]),
  ];
}

/** Host headers that aren't this Mac's for other devices. */
export function hostAttacks(context: AttackContext): Attack[] {
  const { full: key } = context.keys;
  return [
    ...foreignHostAttacks(context),
    ...OWN_WITHOUT_KEY.map((host) => attack(`host: ${JSON.stringify(host)}`, { host, key }, [400, 403])),
    attack('host: none in HTTP/1.0', { host: null, version: '1.0', key }, [403]),
  ];
}

/** Web pages of origins that Ollama doesn't allow by itself. */
export function foreignOriginAttacks(): Attack[] {
  const foreign = [
    ...['http://evil.example', 'null', 'http://localhost.evil.example', 'HTTP://localhost', 'http://[::1]:3000', '*'],
    ...['chrome-extension://abc', 'myapp://x', 'http://127.0.0.2', 'http://localhost, http://evil.example'],
  ];
  const targets = ['/api/delete', '/v1/health/live', '/v1/metadata', '/metrics'];
  return [
    ...foreign.flatMap((origin) =>
      targets.flatMap((target) =>
        ['GET', 'POST', 'OPTIONS'].map((method) =>
          attack(`page of ${origin}: ${method} ${target}`, { method, target, headers: [`Origin: ${origin}`] }, [403]),
        ),
      ),
    ),
    attack('origin: two', { headers: ['Origin: http://localhost', 'Origin: http://evil.example'] }, [403]),
  ];
}

/** Web pages of origins that aren't allowed. */
export function originAttacks({ port, keys: { full: key } }: AttackContext): Attack[] {
  const foreign = [
    'http://evil.example',
    'null',
    '',
    'https://allowed.example.evil.example',
    'https://evil-allowed.example',
    'http://allowed.example',
    'https://allowed.example:444',
    'https://ALLOWED.example',
    'https://allowed.example/',
    'https://allowed.example, https://evil.example',
    `http://localhost:${port}`,
    'file://',
    'chrome-extension://abc',
    'app://any',
    '*',
  ];
  const preflight = ['Access-Control-Request-Method: DELETE', 'Access-Control-Request-Headers: authorization'];
  return [
    ...foreign.map((origin) =>
      attack(`origin: ${JSON.stringify(origin)}`, { key, headers: [`Origin: ${origin}`] }, [403]),
    ),
    ...foreign
      .slice(0, 6)
      .map((origin) =>
        attack(
          `preflight: ${origin}`,
          { method: 'OPTIONS', target: '/api/delete', headers: [`Origin: ${origin}`, ...preflight] },
          [403],
        ),
      ),
    attack('origin: two', { key, headers: ['Origin: https://allowed.example', 'Origin: http://evil.example'] }, [403]),
    attack('origin: an allowed one without a key', { headers: ['Origin: https://allowed.example'] }, [401]),
    attack('preflight: without an origin', { method: 'OPTIONS', target: '/api/delete', headers: preflight }, [401]),
    attack(
      'a form of a web page',
      {
        method: 'POST',
        target: '/api/pull',
        headers: ['Origin: http://evil.example', 'Content-Type: text/plain'],
        body: '{"model":"tinyllama"}',
      },
      [403],
    ),
  ];
}
