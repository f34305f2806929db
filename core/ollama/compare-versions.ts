interface Version {
  readonly core: readonly [major: number, minor: number, patch: number];
  /** The identifiers after `-`; empty for a release. */
  readonly prerelease: readonly string[];
}

const PATTERN = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function parse(text: string): Version | null {
  const [match, major, minor, patch, prerelease] = PATTERN.exec(text.trim()) ?? [];
  if (match === undefined) return null;
  return { core: [Number(major), Number(minor), Number(patch)], prerelease: prerelease?.split('.') ?? [] };
}

/** Numeric identifiers by value and before alphanumeric ones, those in ASCII order. */
function compareIdentifiers(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && isOtherNumber) return Number(left) - Number(right);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return left < right ? -1 : 1;
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  // A prerelease precedes its release.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, identifier] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (identifier !== other) return compareIdentifiers(identifier, other);
  }
  return a.length - b.length;
}

/** The order of two versions by Semantic Versioning 2.0.0: negative, 0 or positive; null where one isn't a version. */
export function compareVersions(left: string, right: string): number | null {
  const [a, b] = [parse(left), parse(right)];
  if (a === null || b === null) return null;
  for (const [index, number] of a.core.entries()) {
    const difference = number - (b.core[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}
