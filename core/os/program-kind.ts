import { open } from 'node:fs/promises';

/** What the first bytes of a file tell about how it is run. `processors` are named as in `process.arch`. */
export type ProgramKind =
  | { readonly format: 'empty' | 'windows' | 'unknown' }
  | { readonly format: 'script'; readonly interpreter: string }
  | { readonly format: 'elf' | 'macho'; readonly processors: readonly string[] };

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** As `process.arch`. */
  readonly arch: string;
}

export const thisMachine: Machine = { platform: process.platform, arch: process.arch };

/** Enough for the header of a universal binary for 30 processors. */
const HEADER_BYTES = 1_024;

/** `cputype` of `mach/machine.h`. */
const MACH_PROCESSORS = new Map([
  [7, 'ia32'],
  [0x0100_0007, 'x64'],
  [12, 'arm'],
  [0x0100_000c, 'arm64'],
  [18, 'ppc'],
  [0x0100_0012, 'ppc64'],
]);

/** `e_machine` of the ELF specification. */
const ELF_PROCESSORS = new Map([
  [3, 'ia32'],
  [0x15, 'ppc64'],
  [0x16, 's390x'],
  [0x28, 'arm'],
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
  [0xf3, 'riscv64'],
]);

function machProcessor(type: number): string {
  return MACH_PROCESSORS.get(type) ?? 'other';
}

/** The processors of a universal binary. A Java class starts with the same four bytes, and then a number over 40. */
function universal(head: Buffer, entryBytes: number): ProgramKind {
  const count = head.readUInt32BE(4);
  if (count === 0 || 8 + count * entryBytes > HEADER_BYTES || count > 30) return { format: 'unknown' };
  const starts = Array.from({ length: count }, (_, i) => 8 + i * entryBytes).filter((at) => at + 4 <= head.length);
  return { format: 'macho', processors: starts.map((at) => machProcessor(head.readUInt32BE(at))) };
}

/** Parses a file's first bytes: Mach-O (`mach-o/loader.h`, `mach-o/fat.h`), ELF, or the first line of a script. */
export function programKind(head: Buffer): ProgramKind {
  if (head.length === 0) return { format: 'empty' };
  const first = head.toString('latin1', 0, 2);
  if (first === '#!') {
    const interpreter = /^#![ \t]*(\S+)/.exec(head.toString('utf8'))?.[1];
    return interpreter === undefined ? { format: 'unknown' } : { format: 'script', interpreter };
  }
  if (head.length < 20) return { format: 'unknown' };
  if (first === 'MZ') return { format: 'windows' };
  switch (head.readUInt32BE(0)) {
    case 0x7f45_4c46: {
      const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
      return { format: 'elf', processors: [ELF_PROCESSORS.get(machine) ?? 'other'] };
    }
    case 0xfeed_face:
    case 0xfeed_facf:
      return { format: 'macho', processors: [machProcessor(head.readUInt32BE(4))] };
    case 0xcefa_edfe:
    case 0xcffa_edfe:
      return { format: 'macho', processors: [machProcessor(head.readUInt32LE(4))] };
    case 0xcafe_babe:
      return universal(head, 20);
    case 0xcafe_babf:
      return universal(head, 32);
    default:
      return { format: 'unknown' };
  }
}

/** Null when the file can't be read. */
export async function readProgramKind(path: string): Promise<ProgramKind | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return programKind(buffer.subarray(0, bytesRead));
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
