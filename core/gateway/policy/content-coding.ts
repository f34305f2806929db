import * as zlib from 'node:zlib';

/** How a body is compressed. */
export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Node has zstd since 22.15. */
const SUPPORTED: readonly ContentCoding[] = [
  ...(['gzip', 'deflate', 'br'] as const),
  ...('createZstdDecompress' in zlib ? (['zstd'] as const) : []),
];

/** As an `Accept-Encoding` header has it. */
export const SUPPORTED_CODINGS = SUPPORTED.join(', ');

/** RFC 9110, 8.4.1.3: the older name counts as the newer one. */
const NAMES: ReadonlyMap<string, ContentCoding> = new Map([
  ...SUPPORTED.map((coding) => [coding, coding] as const),
  ['x-gzip', 'gzip'],
]);

/** Of other white space, some programs make a separator, and others a part of the name. */
const PRINTABLE = /^[\t\x20-\x7e]*$/;

export type CodingResult =
  | {
      readonly supported: true;
      /** null for a body that isn't compressed. */
      readonly coding: ContentCoding | null;
    }
  | { readonly supported: false };

/**
 * The one coding that a request's `Content-Encoding` headers name, in any case and however many `identity` and empty elements
 * stand beside it. A body that was compressed more than once isn't supported: no client sends one, and each coding would multiply
 * what a small body can cost.
 */
export function contentCoding(headers: readonly string[] | undefined): CodingResult {
  const values = headers ?? [];
  if (!values.every((value) => PRINTABLE.test(value))) return { supported: false };
  const names = values
    .flatMap((header) => header.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const [name, ...more] = names;
  if (name === undefined) return { supported: true, coding: null };
  const coding = NAMES.get(name);
  return coding === undefined || more.length > 0 ? { supported: false } : { supported: true, coding };
}
