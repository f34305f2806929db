const HIDDEN = '[hidden]';

/** Between a name and its value, as in `name=value`, `name: value`, `"name":"value"`, `Name:[value]`, or the same in a quoted string. */
const SEPARATOR = String.raw`(?:\\{0,3}["'])?\s{0,4}[=:]\s{0,4}(?!\[hidden)\[?`;
/** Up to its closing quote; without quotes, up to the next space or quote. */
const VALUE = String.raw`(?:\\{1,3}"(?:[^"\\]|\\(?!"))*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:[^\s"'\\]|\\(?!["']))+)`;
const SECRET_NAMES = 'api[_-]?key|access[_-]?key|secret(?:[_-]?key)?|private[_-]?key|passw(?:or)?d|passphrase|pwd';
const SCHEMES = 'bearer|basic|digest|token';
/** The start of a query's field, in a URL as it is, in JSON or HTML, or encoded inside another URL. */
const QUERY_START = String.raw`(?:[?&#]|&amp;|\\u0026|%(?:25){0,2}(?:26|3f|23))`;
/** Its name; in an encoded one a dash may be encoded too. */
const QUERY_NAME = String.raw`(?:[\w.-]|%2d){1,80}`;
/** Fields that hold a secret: of signed URLs (AWS, Google Cloud, CloudFront, Azure), OAuth, and the like. */
const SECRET_FIELD = new RegExp(
  '^(?:.*(?:signature|credential|token|secret|passw(?:or)?d|passphrase|key|jwt)' +
    '|(?:.*[_.-])?(?:sig|sign|auth|authorization|pwd|pass|hmac|otp|ticket|sid|session|session_?id|key-pair-id' +
    '|access_?(?:key_?)?id|googleaccessid)|policy|code|se|sp|st)$',
  'i',
);

/** Replaces the value of a field whose name says that it is secret. */
function hideField(field: string, start: string, name: string): string {
  return SECRET_FIELD.test(name.replace(/%2d/gi, '-')) ? `${start}${HIDDEN}` : field;
}

const PRIVATE_KEY = '[A-Z ]{0,40}PRIVATE KEY-----';

/**
 * Applied in this order. Repetitions are bounded or stop where the next match could start, so that the time for any line is
 * linear in its length.
 */
const RULES: readonly (readonly [pattern: RegExp, replacement: string | typeof hideField])[] = [
  [new RegExp(`-----BEGIN ${PRIVATE_KEY}.*?(?:-----END ${PRIVATE_KEY}|$)`, 'g'), HIDDEN],
  // Credentials in URLs: up to the last @ before the path, or up to a later one where a password contains a slash.
  [/(:\/\/)[^\s/"'<>]+@/g, `$1${HIDDEN}@`],
  [/(:\/\/)[^\s/@"':]{0,100}:[^\s@"':]{1,300}@/g, `$1${HIDDEN}@`],
  // A proxy may be given without a scheme.
  [/(_proxy["']?[=:]["']?)[^\s/@"']{1,300}@/gi, `$1${HIDDEN}@`],
  // Ollama's sign-in page has a key in its query, and others do too.
  [new RegExp(String.raw`(${QUERY_START}(${QUERY_NAME})(?:=|\\u003d))[^\s&?"'#\\<>]+`, 'gi'), hideField],
  [
    new RegExp(
      String.raw`(${QUERY_START}(${QUERY_NAME})%(?:25){0,2}3d)(?:(?!%(?:25){0,2}(?:26|23))[^\s&"'#\\<>])+`,
      'gi',
    ),
    hideField,
  ],
  // The same outside of a URL, as in a header that signs a request.
  [/\b((?:x-amz-)?(?:signature|credential)=)(?!\[hidden)[^\s&"',;\\]+/gi, `$1${HIDDEN}`],
  [
    new RegExp(`((?:set-)?cookie${SEPARATOR}(?:\\\\{0,3}["'])?)[^\\s"'\\\\\\][][^"'\\\\\\]\\r\\n]*`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [/([?&][^\s=&?"']{0,60}(?:key|token|secret|passw(?:or)?d)=)[^\s&"'#\\]+/gi, `$1${HIDDEN}`],
  [
    new RegExp(
      `(authorization${SEPARATOR}\\\\{0,3}["']?(?:(?:${SCHEMES})\\s{1,4})?)(?!\\[hidden|(?:${SCHEMES})\\s)[^\\s"'[\\],\\\\]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [/\b(bearer\s{1,4})[\w.~+/-]+=*/gi, `$1${HIDDEN}`],
  [new RegExp(`((?:${SECRET_NAMES})${SEPARATOR})${VALUE}`, 'gi'), `$1${HIDDEN}`],
  // A token that is a number is one of a model's vocabulary, or a count.
  [new RegExp(`(token${SEPARATOR})(?!-?\\d{1,9}(?![\\w.-]))${VALUE}`, 'gi'), `$1${HIDDEN}`],
  // Keys with a known form: OpenAI's and similar ones, Hugging Face's, GitHub's, and signed tokens.
  [/\bsk-[\w-]{8,}/g, HIDDEN],
  // Our own, of which four characters are shown to tell them apart.
  [/\bcorral-[0-9A-Za-z]{8,}/g, HIDDEN],
  [/\b(?:hf_|gh[pousr]_|github_pat_)\w{16,}/g, HIDDEN],
  // AWS's, Google's, GitLab's, Slack's, Tailscale's, and those of other model services.
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, HIDDEN],
  [/\b(?:AIza|ya29\.|(?:glpat|nvapi|tskey|xai|xox[abprs])-|gsk_)[\w-]{16,}/g, HIDDEN],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
];

/** Redacts what may be a secret in a line that is shown, copied or exported: keys, tokens, passwords, credentials in URLs. */
export function redact(text: string): string {
  return RULES.reduce((redacted, [pattern, replacement]) => {
    // `replace` has a signature for each.
    return typeof replacement === 'string'
      ? redacted.replace(pattern, replacement)
      : redacted.replace(pattern, replacement);
  }, text);
}

const KEY_START = new RegExp(`-----BEGIN ${PRIVATE_KEY}`);
const KEY_END = new RegExp(`-----END ${PRIVATE_KEY}`);
/** The longest private key in use has some 100 lines; one without an end hides no more than this. */
const MAX_KEY_LINES = 200;

/** `redact` for the lines of one output in their order, so that a private key of several lines is hidden. */
export function createLineRedactor(): (line: string) => string {
  let linesOfKey = 0;
  return (line) => {
    if (linesOfKey > 0) {
      const ends = KEY_END.exec(line);
      linesOfKey = ends || linesOfKey === MAX_KEY_LINES ? 0 : linesOfKey + 1;
      return ends ? `${HIDDEN}${redact(line.slice(ends.index + ends[0].length))}` : HIDDEN;
    }
    const begins = line.search(KEY_START);
    if (begins >= 0 && !KEY_END.test(line.slice(begins))) linesOfKey = 1;
    return redact(line);
  };
}
