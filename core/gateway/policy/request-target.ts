/** One segment as clients write it: RFC 3986's characters without those that no route of ours needs. */
const SEGMENT = /^(?:[A-Za-z0-9._~:@-]|%[0-9A-Fa-f]{2})+$/;

/**
 * The path of a request target, as it was sent and without its query; null for every form but a plain one: absolute-form,
 * `*`, an authority, empty and dot segments, a trailing slash, backslashes, fragments, control characters.
 * Nothing is normalized: path tricks rely on two programs that normalize differently.
 */
export function plainPath(target: string): string | null {
  if (!/^\/[!-~]*$/.test(target) || /[#\\]/.test(target)) return null;
  const [path = ''] = target.split('?', 1);
  if (path === '/') return path;
  const segments = path.slice(1).split('/');
  return segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..') ? path : null;
}

/** A segment with its percent-encoding decoded; null where that is malformed. */
export function decodedSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
