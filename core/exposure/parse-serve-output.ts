/** What `tailscale serve` has printed so far, as far as it matters. */
export interface ServeWords {
  /** The address under which the tailnet reaches us; null until it is served. */
  readonly url: string | null;
  /** Where the tailnet's owner has to allow it first; null when nobody has to. */
  readonly consentUrl: string | null;
  /** The last line that isn't an address, as the reason where it ends; empty when there is none. */
  readonly lastLine: string;
}

function addressesIn(text: string): URL[] {
  return [...text.matchAll(/https:\/\/\S+/g)].flatMap(([found]) => URL.parse(found) ?? []);
}

/**
 * Reads the CLI's words, which are meant for a person: the served address stands alone on its line and is the node's own
 * name; any other https address is a page to be opened first (`cmd/tailscale/cli/serve_v2.go`).
 */
export function parseServeOutput(text: string, dnsName: string): ServeWords {
  const found = addressesIn(text);
  const served = found.find(({ hostname }) => hostname === dnsName.toLowerCase());
  const consent = served ? undefined : found.find(({ hostname }) => hostname !== dnsName.toLowerCase());
  const lines = text.split('\n').map((line) => line.trim());
  const lastLine = lines.findLast((line) => line !== '' && !line.includes('://')) ?? '';
  return { url: served?.origin ?? null, consentUrl: consent?.href ?? null, lastLine };
}
