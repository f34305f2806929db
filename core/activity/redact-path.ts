import { redact } from '../logs/redact.ts';
import { isFixedEndpoint } from './endpoint.ts';

/** Characters of a path that are kept; a client can send any. */
const pathLength = 200;
/** No word is as long; a key is, and so is a digest. */
const longRun = /[A-Za-z0-9]{24,}/g;

/** A path as it is kept: without its query, and without a key that a client put into it. */
export function redactPath(path: string): string {
  const [bare = ''] = path.split('?', 1);
  return isFixedEndpoint(bare) ? bare : redact(bare.slice(0, pathLength).replace(longRun, '[hidden]'));
}
