/** Small pages and errors for those who are not let in; they say how to get in, and nothing about what is inside. */

function page(head: string, body: string) {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Corral</title>${head}` +
    `<style>body{font:15px/1.5 system-ui;max-width:34em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style></head>` +
    `<body>${body}</body></html>`
  );
}

export const signInText =
  'Corral does not know this browser. Open the address that Corral printed when it started; it ends in ?token=…';

export const signInPage = page('', `<h1>Corral does not know this browser</h1><p>${signInText.split('. ')[1]}</p>`);

/**
 * For a link that led here from elsewhere: the browser kept our cookie back, but sends it when a page of our own asks.
 * Asked once only, because the second request says that it comes from us.
 */
export const sameSiteRedirectPage = page(
  '<meta http-equiv="refresh" content="0;url=/">',
  '<p><a href="/">Open Corral</a></p>',
);

export const wrongHostText =
  'Corral does not answer to this name. Use 127.0.0.1 or localhost, or start Corral with --allow-host and this name.';

/** An error as OpenAI's API words it, so that its clients show the message. */
export function apiError(message: string, code: string): { error: Record<string, string | null> } {
  return { error: { message, type: 'invalid_request_error', param: null, code } };
}
