const HIDDEN = '[hidden]';

/** Between a name and its value, as in `name=value`, `name: value`, `"name":"value"`, `Name:[value]`, or the same in a quoted string. */
const SEPARATOR = String.raw`(?:\\{0,3}["'])?\s{0,4}[=:]\s{0,4}(?!\[hidden)\[?`;
/** Up to its closing quote; without quotes, up to the next space or quote. */
const VALUE = String.raw`(?:\\{1,3}"(?:[^"\\]|\\(?!"))*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:[^\s"'\\]|\\(?!["']))+)`;
const SECRET_NAMES = 'api[_-]?key|access[_-]?key|secret(?:[_-]?key)?|private[_-]?key|passw(?:or)?d|passphrase|pwd';
const SCHEMES = 'bearer|basic|digest|token';
const PRIVATE_KEY = '[A-Z ]{0,40}PRIVATE KEY-----';

/**
 * Applied in this order. Repetitions are bounded or stop where the next match could start, so that the time for any line is
 * linear in its length.
 */
const RULES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(`-----BEGIN ${PRIVATE_KEY}.*?(?:-----END ${PRIVATE_KEY}|$)`, 'g'), HIDDEN],
  // Credentials in URLs: up to the last @ before the path, or up to a later one where a password contains a slash.
  [/(:\/\/)[^\s/"'<>]+@/g, `$1${HIDDEN}@`],
  [/(:\/\/)[^\s/@"':]{0,100}:[^\s@"':]{1,300}@/g, `$1${HIDDEN}@`],
  // A proxy may be given without a scheme.
  [/(_proxy["']?[=:]["']?)[^\s/@"']{1,300}@/gi, `$1${HIDDEN}@`],
  // Ollama's sign-in page has a key in its query, and others do too.
  [/((?:[?&]|\\u0026|%26)(?:key|token|auth|sig|signature|code)=)[^\s&"'#\\]+/gi, `$1${HIDDEN}`],
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
  [/\b(?:hf_|gh[pousr]_)\w{16,}/g, HIDDEN],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
];

/** Redacts what may be a secret in a line that is shown, copied or exported: keys, tokens, passwords, credentials in URLs. */
export function redact(text: string): string {
  return RULES.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
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
