import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Two random secrets, new at each start: the token signs people and programs in, the cookie identifies our own pages. */
export interface Session {
  readonly token: string;
  readonly cookie: string;
}

/** What a request says of its client. */
export interface Client {
  readonly method: string;
  /** The port it arrived at. */
  readonly port: number;
  /** The origins our own pages have for it. */
  readonly ownOrigins: readonly string[];
  /** Whether a browser would have sent Sec-Fetch-Site. */
  readonly sendsFetchMetadata: boolean;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

export function createSession(): Session {
  return { token: randomBytes(32).toString('base64url'), cookie: randomBytes(32).toString('base64url') };
}

/** Cookies are shared between the ports of a host, hence the port in the name. */
export function setCookie(session: Session, port: number): string {
  return `corral-${port}=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`;
}

export function isToken(session: Session, text: string): boolean {
  return sameSecret(text, session.token);
}

/** A page or one of its files. Over plain HTTP elsewhere browsers send no Sec-Fetch-Site; the cookie's SameSite stands in for it. */
export function mayReadPages(session: Session, client: Client): boolean {
  if (!hasSessionCookie(session, client)) return false;
  const isUnknown = client.origin === undefined && client.secFetchSite === undefined && !client.sendsFetchMetadata;
  return isSameOriginRequest(client) || (client.method === 'GET' && isUnknown);
}

/** The WebSocket of calls: only for our own pages. */
export function mayCall(session: Session, client: Client): boolean {
  return hasSessionCookie(session, client) && isOwnOrigin(client);
}

/** `/v1`: for our own pages, and for programs that have the token. */
export function mayUseApi(session: Session, client: Client): boolean {
  const bearer = /^bearer +(\S+)$/i.exec(client.authorization ?? '')?.[1];
  if (bearer !== undefined && isToken(session, bearer)) return true;
  return hasSessionCookie(session, client) && isSameOriginRequest(client);
}

function isSameOriginRequest(client: Client): boolean {
  if (client.origin !== undefined) return isOwnOrigin(client);
  return client.method === 'GET' && (client.secFetchSite === 'same-origin' || client.secFetchSite === 'none');
}

function isOwnOrigin({ origin, ownOrigins }: Client): boolean {
  return origin !== undefined && ownOrigins.includes(origin);
}

function hasSessionCookie(session: Session, { cookie = '', port }: Client): boolean {
  const prefix = `corral-${port}=`;
  const ours = cookie.split(/; */).filter((part) => part.startsWith(prefix));
  return ours.length === 1 && sameSecret(ours[0]?.slice(prefix.length) ?? '', session.cookie);
}

/** Compares in constant time; hashed, so that the length isn't revealed either. */
function sameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
