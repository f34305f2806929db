import { describe, expect, it, test } from 'vitest';
import { classifyPullError, restoredFailure } from './classify-pull-error.ts';

const get = 'Get "https://registry.ollama.ai/v2/library/llama3.2/manifests/latest"';
const signed =
  'https://dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com/ollama/docker/registry/v2/blobs/sha256/ab/data?X-Amz-Signature=1f&X-Amz-Date=20250101';
const blob = '/Volumes/My Disk/models/blobs/sha256-6a0746a1ec1a-partial';
const manifest = '/Users/me/.ollama/models/manifests/registry.ollama.ai/openbmb/minicpm-o2.6/latest';

describe('a fault of the disk', () => {
  it.each([
    [`max retries exceeded: write ${blob}: input/output error`, 'diskError', 'disk of /Volumes/My Disk/models/blobs'],
    [`max retries exceeded: write ${blob}: read-only file system`, 'diskReadOnly', 'is read-only'],
    [`open ${manifest}: permission denied`, 'permissionDenied', 'registry.ollama.ai/openbmb/minicpm-o2.6.'],
    [`open ${manifest}: operation not permitted`, 'permissionDenied', 'registry.ollama.ai/openbmb/minicpm-o2.6.'],
    ['mkdir /Volumes/Models: permission denied', 'permissionDenied', 'use /Volumes.'],
    [`max retries exceeded: write ${blob}: no space left on device`, 'diskFull', 'The disk is full'],
    [`write ${blob}: disc quota exceeded`, 'diskFull', 'quota'],
    [`write ${blob}: disk quota exceeded`, 'diskFull', 'quota'],
    [`open /m/${'a'.repeat(300)}: file name too long`, 'fileRefused', 'a name that long'],
    [`max retries exceeded: write ${blob}: file too large`, 'fileRefused', 'a file that large'],
    [`open ${blob}-0: too many open files`, 'tooManyFiles', 'too many files open'],
    ['dial tcp 104.21.75.227:443: socket: too many open files', 'tooManyFiles', 'too many files open'],
    [`open ${blob}: no such file or directory`, 'folderUnavailable', '/Volumes/My Disk/models/blobs'],
    [`write ${blob}: device not configured`, 'folderUnavailable', 'connect the disk'],
    [`open ${blob}: stale NFS file handle`, 'folderUnavailable', 'connect the disk'],
    [`rename ${blob} /Volumes/My Disk/x/a: transport endpoint is not connected`, 'folderUnavailable', /blobs\. If/],
    [`max retries exceeded: write ${blob}: operation timed out`, 'diskError', 'The disk of'],
    ['open /mnt/Models: big/blobs/sha256-1-partial: permission denied', 'permissionDenied', '/mnt/Models: big/blobs.'],
    ['open /Users/me/.ollama/id_ed25519: permission denied', 'permissionDenied', '/Users/me/.ollama/id_ed25519'],
    ['open /Users/me/timeout/i/o: permission denied', 'permissionDenied', '/Users/me/timeout/i.'],
    ['mkdir /x509/connection refused/models: read-only file system', 'diskReadOnly', '/x509/connection refused'],
    ['permission denied', 'permissionDenied', 'the models folder'],
    ['input/output error', 'diskError', 'The disk reported an error.'],
  ])('%s', (text, kind, said) => {
    const failure = classifyPullError(text);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(said);
  });

  test('that isn’t known isn’t one of the network, though a download wraps it', () => {
    const text = `max retries exceeded: write ${blob}: resource deadlock avoided`;
    expect(classifyPullError(text)).toMatchObject({ kind: 'other', message: expect.stringContaining('deadlock') });
  });
});

describe('a fault of the network', () => {
  it.each([
    [`pull model manifest: ${get}: dial tcp: lookup registry.ollama.ai: no such host`, 'looked up'],
    [
      `pull model manifest: ${get}: dial tcp: lookup registry.ollama.ai on 127.0.0.53:53: server misbehaving`,
      'looked up',
    ],
    [`${get}: dial tcp: lookup x on 10.0.0.1:53: read udp 10.0.0.2:5->10.0.0.1:53: i/o timeout`, 'looked up'],
    ['pull model manifest: Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused', 'refused'],
    [`${get}: dial tcp 104.21.75.227:443: connect: operation not permitted`, 'firewall'],
    [`${get}: dial tcp [2606:4700::1]:443: connect: no route to host`, 'internet connection'],
    [`${get}: dial tcp [2606:4700::1]:443: connect: network is unreachable`, 'internet connection'],
    [`max retries exceeded: Get "${signed}": read tcp 10.0.0.2:5->1.2.3.4:443: read: connection reset by peer`, 'Lost'],
    [`max retries exceeded: Get "${signed}": net/http: TLS handshake timeout`, 'isn’t responding'],
    [`${get}: dial tcp 1.2.3.4:443: i/o timeout`, 'isn’t responding'],
    [`${get}: dial tcp 1.2.3.4:443: connect: operation timed out`, 'isn’t responding'],
    [`${get}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`, 'isn’t responding'],
    ['max retries exceeded: unexpected EOF', 'Lost connection'],
    ['max retries exceeded: EOF', 'Lost connection'],
    ['max retries exceeded: part stalled', 'isn’t responding'],
    ['max retries exceeded: stream error: stream ID 1; INTERNAL_ERROR; received from peer', 'Lost connection'],
    [`${get}: tls: failed to verify certificate: x509: certificate signed by unknown authority`, 'certificate'],
    [`${get}: x509: “*.ollama.ai” certificate is not trusted`, 'certificate'],
    [
      `${get}: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before`,
      'certificate',
    ],
    [`${get}: remote error: tls: handshake failure`, 'certificate'],
    [`${get}: proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused`, 'proxy'],
    [`${get}: Proxy Authentication Required`, 'proxy'],
    [`${get}: http: server gave HTTP response to HTTPS client`, 'http://'],
    ["pull model manifest: invalid character '<' looking for beginning of value", 'sign in'],
    ['pull model manifest: 502: <html><title>502 Bad Gateway</title></html>', 'status 502'],
    ['max retries exceeded: 503: no space left on device', 'status 503'],
    ['max retries exceeded', 'Can’t reach the model registry'],
  ])('%s', (text, said) => {
    const failure = classifyPullError(text);
    expect(failure.kind).toBe('registryUnreachable');
    expect(failure.message).toMatch(said);
  });
});

const tooOld =
  '412: \n\nThe model you are attempting to pull requires a newer version of Ollama.\n\nPlease download the latest version at:\n\n\thttps://ollama.com/download\n\n';

describe('a refusal', () => {
  it.each([
    ['pull model manifest: file does not exist', 'unknownModel', 'No model'],
    [
      'pull model manifest: 404: {"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}',
      'unknownModel',
      'No model',
    ],
    [
      'pull model manifest: 400: {"error":"The specified tag is not a valid quantization scheme."}',
      'unknownModel',
      'No model',
    ],
    ['invalid model name', 'unknownModel', 'No model'],
    [`pull model manifest: ${tooOld}`, 'ollamaTooOld', 'newer version'],
    ['this model requires a newer version of Ollama', 'ollamaTooOld', 'newer version'],
    ['pull model manifest: 401: {"error":"Invalid username or password."}', 'registryRejected', 'doesn’t allow'],
    ['unexpected status code 403', 'registryRejected', 'doesn’t allow'],
    ['pull model manifest: unauthorized: access denied', 'registryRejected', 'doesn’t allow'],
    ['unauthorized: unknown ollama key "ssh-ed25519 AAAA"', 'registryRejected', 'doesn’t allow'],
    ['pull model manifest: 429: {"error":"rate limit exceeded"}', 'registryRejected', 'too many requests'],
    ['pull model manifest: 400: {"error":"sharded GGUF"}', 'registryRejected', '(status 400): sharded GGUF'],
    [
      'pull model manifest: 400: {"error":"Repository is not GGUF or is not compatible with llama.cpp"}',
      'unsupportedModel',
      'format',
    ],
    ['this model requires MLX support, but the MLX runtime is not available', 'unsupportedModel', 'format'],
    ['pull model manifest: unsupported manifest version 3', 'unsupportedModel', 'format'],
    ['digest mismatch, file must be downloaded again: want sha256:a, got sha256:b', 'damagedDownload', 'damaged'],
    ['context canceled', 'canceled', 'canceled'],
    [`max retries exceeded: Get "${signed}": context canceled`, 'canceled', 'canceled'],
  ])('%s', (text, kind, said) => {
    const failure = classifyPullError(text);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(said);
  });
});

test.each([
  'the moon is full',
  'pull registry.ollama.ai/openbmb/minicpm-o2.6: the moon is full',
  'error in "i/o: timeout"',
])('shows an unknown error in Ollama’s own words: %s', (text) => {
  expect(classifyPullError(text)).toMatchObject({ kind: 'other', message: expect.stringContaining(text) });
});

test('what is shown has no signature of a URL, no control character, and an end', () => {
  expect(classifyPullError(`Get "${signed}": the moon\u0007 is\nfull`).message).toMatch(/data": the moon is full$/);
  expect(classifyPullError('moon '.repeat(10_000)).message.length).toBeLessThan(600);
  expect(classifyPullError('').message).toBe('The server couldn’t finish the download. The log may say why.');
});

test('the time for any text is bounded', () => {
  const before = performance.now();
  for (const unit of [': ', 'open /a: ', 'write ', ': 404', '404: ', 'https://', 'x509: '])
    classifyPullError(unit.repeat(100_000));
  expect(performance.now() - before).toBeLessThan(500);
});

test('a saved failure keeps its sentence where that names the cause', () => {
  const denied = classifyPullError('open /m/x: permission denied');
  expect(restoredFailure(denied)).toEqual(denied);
  expect(restoredFailure({ kind: 'unknownModel', message: 'As an earlier version said it.' }).message).toMatch(
    /^No model/,
  );
});
