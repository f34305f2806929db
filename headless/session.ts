import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Both are random and new each start: the token is for people and programs, the cookie for our own pages. */
export interface Session {
  readonly token: string;
  readonly cookie: string;
}

/** What a request shows of itself. */
export interface Caller {
  readonly method: string;
  /** The port it arrived at. */
  readonly port: number;
  /** The origins our own pages have for it. */
  readonly ownOrigins: readonly string[];
  /** Whether a browser would have said where it comes from (Sec-Fetch-Site). */
  readonly tellsOrigin: boolean;
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
export function mayReadPages(session: Session, caller: Caller): boolean {
  if (!hasSessionCookie(session, caller)) return false;
  const untold = caller.origin === undefined && caller.secFetchSite === undefined && !caller.tellsOrigin;
  return isSameOriginRequest(caller) || (caller.method === 'GET' && untold);
}

/** A call channel: only from a page of ours. */
export function mayCall(session: Session, caller: Caller): boolean {
  return hasSessionCookie(session, caller) && isOwnOrigin(caller);
}

/** `/v1`: from a page of ours, or from any program that was given the token. */
export function mayUseApi(session: Session, caller: Caller): boolean {
  const bearer = /^bearer +(\S+)$/i.exec(caller.authorization ?? '')?.[1];
  if (bearer !== undefined && isToken(session, bearer)) return true;
  return hasSessionCookie(session, caller) && isSameOriginRequest(caller);
}

function isSameOriginRequest(caller: Caller): boolean {
  if (caller.origin !== undefined) return isOwnOrigin(caller);
  return caller.method === 'GET' && (caller.secFetchSite === 'same-origin' || caller.secFetchSite === 'none');
}

function isOwnOrigin({ origin, ownOrigins }: Caller): boolean {
  return origin !== undefined && ownOrigins.includes(origin);
}

function hasSessionCookie(session: Session, { cookie = '', port }: Caller): boolean {
  const prefix = `corral-${port}=`;
  const ours = cookie.split(/; */).filter((part) => part.startsWith(prefix));
  return ours.length === 1 && sameSecret(ours[0]?.slice(prefix.length) ?? '', session.cookie);
}

/** Takes the same time whatever is wrong with `given`; hashed so that its length doesn't show either. */
function sameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
