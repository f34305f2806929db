import type { Machine, ProgramKind } from './program-kind.ts';

const macsOf: Readonly<Record<string, string>> = {
  ia32: 'made for old 32-bit Macs',
  x64: 'made for Intel Macs',
  arm64: 'made for Macs with Apple silicon',
  ppc: 'made for PowerPC Macs',
  ppc64: 'made for PowerPC Macs',
};

const linuxOf: Readonly<Record<string, string>> = {
  ia32: 'made for 32-bit Intel processors',
  x64: 'made for Intel and AMD processors',
  arm: 'made for 32-bit ARM processors',
  arm64: 'made for ARM processors',
};

/** A 64-bit Linux may well run the 32-bit programs of its family, so that these tell nothing. */
const linuxAlsoRuns: Readonly<Record<string, string>> = { x64: 'ia32', arm64: 'arm' };

const macWords = (processors: readonly string[], arch: string): string | null => {
  if (processors.includes(arch)) return null;
  const [only = ''] = processors;
  const words = (processors.length === 1 && macsOf[only]) || 'made for another kind of Mac';
  // Rosetta would have run it: this is asked after the system has refused.
  const rosetta = arch === 'arm64' && processors.includes('x64');
  return rosetta ? `${words}, and Rosetta is not installed` : words;
};

function linuxWords(processors: readonly string[], arch: string): string | null {
  const [processor = ''] = processors;
  if (processor === arch || processor === linuxAlsoRuns[arch]) return null;
  return linuxOf[processor] ?? 'made for another kind of processor';
}

/** In words that follow "it is": why a program that the system refused to run doesn't suit this machine. */
export function mismatchOf(kind: ProgramKind, { platform, arch }: Machine): string | null {
  switch (kind.format) {
    case 'windows':
      return 'made for Windows';
    case 'macho':
      return platform === 'darwin' ? macWords(kind.processors, arch) : 'made for macOS';
    case 'elf':
      return platform === 'darwin' ? 'made for Linux' : linuxWords(kind.processors, arch);
    default:
      return null;
  }
}
