import { headlessText } from '../contract/derived/catalog/en/headless.ts';

/** A page for a browser that isn't signed in: says how to sign in, and nothing about this Corral. */
function page(head: string, body: string) {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Corral</title>${head}` +
    `<style>body{font:15px/1.5 system-ui;max-width:34em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style></head>` +
    `<body>${body}</body></html>`
  );
}

export const signInText = `${headlessText('signIn.title')}. ${headlessText('signIn.remedy')}`;

export const signInPage = page('', `<h1>${headlessText('signIn.title')}</h1><p>${headlessText('signIn.remedy')}</p>`);

/**
 * For a link from another site: SameSite=Strict withholds our cookie from that request, but not from the one that this page
 * makes. It redirects only once, because the second request is same-origin.
 */
export const sameSiteRedirectPage = page(
  '<meta http-equiv="refresh" content="0;url=/">',
  `<p><a href="/">${headlessText('signIn.continue')}</a></p>`,
);

/** An error in the shape of OpenAI's API, so that its clients show the message. */
export function apiError(message: string, code: string): { error: Record<string, string | null> } {
  return { error: { message, type: 'invalid_request_error', param: null, code } };
}
