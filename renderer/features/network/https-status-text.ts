import type { TailnetHttps } from '../../../contract/exposure.ts';

/** How HTTPS in the tailnet stands, and what can be done. */
export function httpsStatusText({ state, url, reason }: TailnetHttps, desired: boolean): string {
  switch (state) {
    case 'on':
      return `Your tailnet reaches ${url} with a certificate that every device trusts. A key is needed.`;
    case 'starting':
      return 'Tailscale is setting it up…';
    case 'consent':
      return 'Your tailnet has to allow it first. Open the page, then it goes on by itself.';
    case 'failed':
      return `Tailscale could not serve it: ${reason ?? 'it gave no reason.'} Corral tries again.`;
    case 'off':
      if (reason !== null) return desired ? `It waits. ${reason}` : reason;
      return 'Tailscale answers with a certificate of its own and passes requests on to Corral, which asks for a key.';
  }
}
