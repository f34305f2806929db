import { describe, expect, it } from 'vitest';
import { type Client, createSession, isToken, mayCall, mayReadPages, mayUseApi, setCookie } from './session.ts';

const session = createSession();
const own = 'http://127.0.0.1:11400';
const cookie = `theme=dark; corral-11400=${session.cookie}`;
const unknownClient: Client = {
  method: 'GET',
  port: 11400,
  ownOrigins: [own],
  sendsFetchMetadata: true,
  origin: undefined,
  secFetchSite: undefined,
  cookie: undefined,
  authorization: undefined,
};
const bearer = `Bearer ${session.token}`;
const post = { method: 'POST', cookie, origin: own };

const cases: [string, Partial<Client>, { pages: boolean; rpc: boolean; api: boolean }][] = [
  ['nothing at all', {}, { pages: false, rpc: false, api: false }],
  ['the cookie alone', { cookie }, { pages: false, rpc: false, api: false }],
  ['the cookie from our origin', { cookie, origin: own }, { pages: true, rpc: true, api: true }],
  ['the cookie on a POST from our origin', post, { pages: true, rpc: true, api: true }],
  [
    'the cookie from another origin',
    { ...post, origin: 'http://127.0.0.1:3000' },
    { pages: false, rpc: false, api: false },
  ],
  ['the cookie from an opaque origin', { ...post, origin: 'null' }, { pages: false, rpc: false, api: false }],
  ['the cookie on a GET of our page', { cookie, secFetchSite: 'same-origin' }, { pages: true, rpc: false, api: true }],
  ['the cookie on a GET a person typed', { cookie, secFetchSite: 'none' }, { pages: true, rpc: false, api: true }],
  [
    'the cookie on a GET of another port',
    { cookie, secFetchSite: 'same-site' },
    { pages: false, rpc: false, api: false },
  ],
  [
    'the cookie on a GET of another site',
    { cookie, secFetchSite: 'cross-site' },
    { pages: false, rpc: false, api: false },
  ],
  [
    'the cookie on a POST with Sec-Fetch-Site only',
    { method: 'POST', cookie, secFetchSite: 'same-origin' },
    { pages: false, rpc: false, api: false },
  ],
  [
    'another origin that claims to be ours in Sec-Fetch-Site',
    { cookie, origin: 'http://evil.example', secFetchSite: 'none' },
    { pages: false, rpc: false, api: false },
  ],
  ['our origin without the cookie', { origin: own }, { pages: false, rpc: false, api: false }],
  ['a wrong cookie', { ...post, cookie: 'corral-11400=x' }, { pages: false, rpc: false, api: false }],
  [
    "another port's cookie",
    { ...post, cookie: `corral-11401=${session.cookie}` },
    { pages: false, rpc: false, api: false },
  ],
  ['the cookie twice', { ...post, cookie: `${cookie}; corral-11400=x` }, { pages: false, rpc: false, api: false }],
  ['the token as bearer', { authorization: bearer }, { pages: false, rpc: false, api: true }],
  [
    'the token as bearer, in lower case',
    { authorization: bearer.replace('B', 'b') },
    { pages: false, rpc: false, api: true },
  ],
  ['the cookie as bearer', { authorization: `Bearer ${session.cookie}` }, { pages: false, rpc: false, api: false }],
  [
    'the token as cookie',
    { ...post, cookie: `corral-11400=${session.token}` },
    { pages: false, rpc: false, api: false },
  ],
  ['a wrong token', { authorization: 'Bearer ollama' }, { pages: false, rpc: false, api: false }],
  [
    'a wrong token beside the cookie of our page',
    { ...post, authorization: 'Bearer x' },
    { pages: true, rpc: true, api: true },
  ],
  [
    'the cookie on a GET where browsers tell nothing',
    { cookie, sendsFetchMetadata: false },
    { pages: true, rpc: false, api: false },
  ],
  [
    'the cookie on a POST where browsers tell nothing',
    { cookie, method: 'POST', sendsFetchMetadata: false },
    { pages: false, rpc: false, api: false },
  ],
];

describe('who may do what', () => {
  it.each(cases)('%s', (_name, shown, expected) => {
    const client = { ...unknownClient, ...shown };
    expect({
      pages: mayReadPages(session, client),
      rpc: mayCall(session, client),
      api: mayUseApi(session, client),
    }).toEqual(expected);
  });
});

describe('the secrets', () => {
  it('are new each time and differ from each other', () => {
    const other = createSession();
    expect(new Set([session.token, session.cookie, other.token, other.cookie]).size).toBe(4);
    expect(isToken(session, session.token)).toBe(true);
    expect(isToken(session, other.token)).toBe(false);
    expect(isToken(session, '')).toBe(false);
  });

  it('are kept from scripts and other sites', () => {
    expect(setCookie(session, 11400)).toBe(`corral-11400=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`);
  });
});
