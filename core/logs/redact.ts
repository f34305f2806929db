const hidden = '[hidden]';

/** Between a name and its value, as in `name=value`, `name: value`, `"name":"value"`, `Name:[value]`, quoted once more or not. */
const separator = String.raw`(?:\\{0,3}["'])?\s{0,4}[=:]\s{0,4}(?!\[hidden)\[?`;
/** Up to its closing quote; without quotes, up to the next blank or quote. */
const value = String.raw`(?:\\{1,3}"(?:[^"\\]|\\(?!"))*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:[^\s"'\\]|\\(?!["']))+)`;
const secretNames = 'api[_-]?key|access[_-]?key|secret(?:[_-]?key)?|private[_-]?key|passw(?:or)?d|passphrase|pwd';
const schemes = 'bearer|basic|digest|token';
const privateKey = '[A-Z ]{0,40}PRIVATE KEY-----';

/**
 * Applied in this order. Repetitions are bounded or stop where the next match could begin, so that the time a line takes
 * grows only with its length, however odd it is.
 */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(`-----BEGIN ${privateKey}.*?(?:-----END ${privateKey}|$)`, 'g'), hidden],
  // Credentials in URLs: up to the last @ before the path, or up to a later one where a password holds a slash.
  [/(:\/\/)[^\s/"'<>]+@/g, `$1${hidden}@`],
  [/(:\/\/)[^\s/@"':]{0,100}:[^\s@"':]{1,300}@/g, `$1${hidden}@`],
  // A proxy may be written without its scheme.
  [/(_proxy["']?[=:]["']?)[^\s/@"']{1,300}@/gi, `$1${hidden}@`],
  // Ollama's page to sign in carries a key in its query, and others do too.
  [/((?:[?&]|\\u0026|%26)(?:key|token|auth|sig|signature|code)=)[^\s&"'#\\]+/gi, `$1${hidden}`],
  [/([?&][^\s=&?"']{0,60}(?:key|token|secret|passw(?:or)?d)=)[^\s&"'#\\]+/gi, `$1${hidden}`],
  [
    new RegExp(
      `(authorization${separator}\\\\{0,3}["']?(?:(?:${schemes})\\s{1,4})?)(?!\\[hidden|(?:${schemes})\\s)[^\\s"'[\\],\\\\]+`,
      'gi',
    ),
    `$1${hidden}`,
  ],
  [/\b(bearer\s{1,4})[\w.~+/-]+=*/gi, `$1${hidden}`],
  [new RegExp(`((?:${secretNames})${separator})${value}`, 'gi'), `$1${hidden}`],
  // A token that is a number is one of a model's vocabulary, or a count.
  [new RegExp(`(token${separator})(?!-?\\d{1,9}(?![\\w.-]))${value}`, 'gi'), `$1${hidden}`],
  // Keys that are known by their look: OpenAI's and those made like them, Hugging Face's, GitHub's, and signed tokens.
  [/\bsk-[\w-]{8,}/g, hidden],
  // Our own, of which four letters are shown to know them by.
  [/\bcorral-[0-9A-Za-z]{8,}/g, hidden],
  [/\b(?:hf_|gh[pousr]_)\w{16,}/g, hidden],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, hidden],
];

/** Hides what could be a secret in a line that is shown, copied or exported: keys, tokens, passwords, credentials in URLs. */
export function redact(text: string): string {
  return rules.reduce((shown, [pattern, replacement]) => shown.replace(pattern, replacement), text);
}

const keyBegins = new RegExp(`-----BEGIN ${privateKey}`);
const keyEnds = new RegExp(`-----END ${privateKey}`);
/** The longest private key in use is some 100 lines; one without an end hides no more than this. */
const longestKey = 200;

/** `redact` for the lines of one output in their order, so that a private key is hidden that stretches over many. */
export function createLineRedactor(): (line: string) => string {
  let linesOfKey = 0;
  return (line) => {
    if (linesOfKey > 0) {
      const ends = keyEnds.exec(line);
      linesOfKey = ends || linesOfKey === longestKey ? 0 : linesOfKey + 1;
      return ends ? `${hidden}${redact(line.slice(ends.index + ends[0].length))}` : hidden;
    }
    const begins = line.search(keyBegins);
    if (begins >= 0 && !keyEnds.test(line.slice(begins))) linesOfKey = 1;
    return redact(line);
  };
}
