/** One segment as a client writes it: RFC 3986's letters without those that no route of ours needs. */
const SEGMENT = /^(?:[A-Za-z0-9._~:@-]|%[0-9A-Fa-f]{2})+$/;

/**
 * The path of a request target, as it was sent and without its query; null for every form but a plain one: absolute-form,
 * `*`, an authority, empty and dot segments, a slash at the end, backslashes, fragments, control characters.
 * Nothing is normalised: two programs that normalise differently are what path tricks live on.
 */
export function plainPath(target: string): string | null {
  if (!/^\/[!-~]*$/.test(target) || /[#\\]/.test(target)) return null;
  const [path = ''] = target.split('?', 1);
  if (path === '/') return path;
  const segments = path.slice(1).split('/');
  return segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..') ? path : null;
}

/** What a segment stands for once its percent-encoding is undone; null where that is broken. */
export function decodedSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
