/** Hides what could be a secret in a line that is shown, copied or exported: bearer tokens and credentials in URLs. */
export function redact(text: string): string {
  return text
    .replace(/\b(bearer\s+)[\w.~+/-]+=*/gi, '$1[hidden]')
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"']+@/gi, '$1[hidden]@');
}
