/** What an element without a `*` may begin with; anything else ends the server (Ollama's `envconfig/config.go`, gin-contrib/cors). */
const schemes = [
  'http://',
  'https://',
  'chrome-extension://',
  'safari-extension://',
  'moz-extension://',
  'ms-browser-extension://',
];
/** Characters that an address of a page can have; a comma would make two of it, and Ollama strips quotes. */
const plain = /^[\w.~:/[\]*+%-]+$/;

function withPattern(origin: string): string | null {
  if (origin === '*') return null;
  if (origin.split('*').length > 2) return 'Only one * is allowed. With more the server would not start.';
  if (!/^[a-z][a-z0-9+.-]*:\/\/.+/.test(origin)) {
    return 'Begin with a scheme, such as https://*.example.com or myapp://*. Without one it would match no page.';
  }
  return origin === origin.toLowerCase()
    ? null
    : 'Write it in small letters, as browsers do; otherwise it matches no page.';
}

/** Browsers send the address in one form only, and Ollama compares it byte for byte. */
const withoutPattern = (origin: string): string | null => {
  const scheme = schemes.find((known) => origin.startsWith(known));
  if (scheme === undefined) {
    return 'Begin with http:// or https://, or put a * in it, as in myapp://*. Otherwise the server would not start.';
  }
  const url = URL.parse(origin);
  if (url === null || url.host === '') return 'That is not the address of a page.';
  const sent = `${scheme}${url.host}`;
  return sent === origin
    ? null
    : `Browsers write this address as ${sent}. Enter it like that; otherwise it matches no page.`;
};

/** Why one element can't stand in `OLLAMA_ORIGINS`, for the person; null when it can. Blanks around it are gone already. */
export function originProblem(origin: string): string | null {
  if (origin === '') return 'Enter the address of a page. An empty one would keep the server from starting.';
  if (/[\s,]/.test(origin)) return 'Enter one address, without blanks or commas. The server would not start with them.';
  if (!plain.test(origin)) return 'An address has only letters, digits and . - : / in it.';
  return origin.includes('*') ? withPattern(origin) : withoutPattern(origin);
}
