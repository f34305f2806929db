import type { MessageOf } from '../../contract/derived/catalog/define-texts.ts';
import type { modelFailureText } from '../../contract/derived/catalog/en/model-failures.ts';
import type { PullFailure } from '../../contract/models.ts';

/** A text that takes no values. */
export type PlainText = Extract<MessageOf<typeof modelFailureText>, { readonly values?: undefined }>['key'];

/** What a cause means: the kind of failure, and what is said about it. */
export type PullErrorPattern = readonly [RegExp, PullFailure['kind'], PlainText];

/** A cause from its first word, followed by no part of another: `i/o` isn't one of `i/openbmb`. */
function begins(words: string): RegExp {
  return new RegExp(`^(?:${words})(?![\\w/])`, 'i');
}

/** Go's names of errors on macOS and Linux (`syscall/zerrors_*.go`), and Ollama's (`server/images.go`, `server/download.go`). */
export const ANYWHERE: readonly PullErrorPattern[] = [
  [begins('no space left on device|not enough space'), 'diskFull', 'pull.diskFull'],
  [begins('dis[ck] quota exceeded'), 'diskFull', 'pull.quotaExceeded'],
  [begins('file name too long'), 'fileRefused', 'pull.nameTooLong'],
  [begins('file too large'), 'fileRefused', 'pull.fileTooLarge'],
  [begins('too many open files'), 'tooManyFiles', 'pull.tooManyFiles'],
  [begins('(?:file )?(?:digest|size|checksum) mismatch'), 'damagedDownload', 'pull.damagedDownload'],
  [/\brequires a newer version of ollama\b/i, 'ollamaTooOld', 'pull.ollamaTooOld'],
  [begins('context canceled|download canceled|operation was canceled'), 'canceled', 'pull.canceled'],
];

/** About the name or the format of the model; Hugging Face's too. */
export const MODEL: readonly PullErrorPattern[] = [
  [begins('file does not exist|manifest unknown|name unknown'), 'unknownModel', 'pull.unknownModel'],
  [begins('invalid (?:model name|reference|name|tag)'), 'unknownModel', 'pull.unknownModel'],
  [/^(?:the )?(?:model|manifest|repository)\b.{0,200}\bnot found\b/i, 'unknownModel', 'pull.unknownModel'],
  [/\bnot a valid quantization scheme\b/i, 'unknownModel', 'pull.unknownModel'],
  [
    begins('(?:unsupported|unknown) (?:manifest|media ?type|schema|model|architecture|layer)|invalid manifest'),
    'unsupportedModel',
    'pull.unsupportedModel',
  ],
  [
    /\brequires MLX support\b|\bis not GGUF\b|\bnot compatible with llama\.cpp\b/i,
    'unsupportedModel',
    'pull.unsupportedModel',
  ],
];

function unreachable(words: string, text: PlainText): PullErrorPattern {
  return [begins(words), 'registryUnreachable', text];
}

/** Of a connection: Go's `net`, `net/http`, `crypto/tls` and `golang.org/x/net/http2`, and the system's. */
export const NETWORK: readonly PullErrorPattern[] = [
  [begins('unauthorized|access denied|unknown ollama key'), 'registryRejected', 'pull.notAllowed'],
  unreachable('invalid character|json|unexpected end of json', 'pull.notRegistry'),
  unreachable('(?:http: )?server gave HTTP response|insecure protocol http', 'pull.plainHttp'),
  unreachable('proxy authentication required|proxyconnect|unknown proxy|socks connect', 'pull.proxy'),
  unreachable(
    'no such host|server misbehaving|temporary failure in name resolution|no answer from DNS',
    'pull.nameNotFound',
  ),
  unreachable(
    'TLS handshake timeout|i/o timeout|timeout|(?:context )?deadline exceeded|(?:(?:operation|connection|request) )?timed out|part stalled',
    'pull.registrySilent',
  ),
  unreachable(
    'tls|x509|certificate|bad certificate|handshake failure|first record does not look like',
    'pull.certificate',
  ),
  [/\bcertificate (?:is|has|signed|name)\b/i, 'registryUnreachable', 'pull.certificate'],
  unreachable('connection refused', 'pull.connectionRefused'),
  unreachable('permission denied|operation not permitted', 'pull.connectionBlocked'),
  unreachable(
    '(?:unexpected )?EOF|connection (?:reset|aborted|lost)|broken pipe|software caused connection abort|stream error|server sent GOAWAY|' +
      'http2|client connection lost|use of closed network connection|malformed HTTP|server closed idle connection|transport connection broken',
    'pull.connectionLost',
  ),
  unreachable(
    "network is (?:unreachable|down)|no route to host|host is down|(?:can't|cannot) assign requested address|no buffer space available",
    'pull.registryUnreachable',
  ),
];

/** What wraps the causes above, and stands alone where Ollama doesn't know the cause. */
export const WRAPPERS: readonly PullErrorPattern[] = [
  unreachable(
    'max retries exceeded|maximum redirects exceeded|dial (?:tcp|udp)[46]?|lookup',
    'pull.registryUnreachable',
  ),
];

/** Of a system call on a file, each worded with the file's place. */
export const FILE_CAUSES = {
  permissionDenied: begins('permission denied|operation not permitted|access is denied'),
  diskReadOnly: begins('read-only file system'),
  diskError: begins(
    'input/output error|remote i/o error|i/o error|i/o timeout|operation timed out|connection timed out|structure needs cleaning|bad message|' +
      'unexpected EOF|illegal byte sequence',
  ),
  folderUnavailable: begins(
    'no such file or directory|not a directory|file exists|device not configured|no such device(?: or address)?|stale NFS file handle|' +
      'stale file handle|transport endpoint is not connected|host is down|socket is not connected|file does not exist',
  ),
} as const;
