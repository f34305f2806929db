interface Version {
  readonly core: readonly [major: number, minor: number, patch: number];
  /** What follows `-`, split at its dots; empty for a release. */
  readonly pre: readonly string[];
}

const pattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** The order of two versions as Semantic Versioning 2.0.0 has it: negative, 0 or positive; null where one isn't a version. */
export function compareVersions(left: string, right: string): number | null {
  const [a, b] = [parse(left), parse(right)];
  if (a === null || b === null) return null;
  for (const [index, number] of a.core.entries()) {
    const difference = number - (b.core[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // A pre-release comes before its release.
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (const [index, part] of a.pre.entries()) {
    const other = b.pre[index];
    if (other === undefined) return 1;
    if (part !== other) return comparePart(part, other);
  }
  return a.pre.length - b.pre.length;
}

function parse(text: string): Version | null {
  const [whole, major, minor, patch, pre] = pattern.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  return { core: [Number(major), Number(minor), Number(patch)], pre: pre?.split('.') ?? [] };
}

/** Numbers by value and before words, words by their characters. */
function comparePart(left: string, right: string): number {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && otherIsNumber) return Number(left) - Number(right);
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return left < right ? -1 : 1;
}
