import type { Machine, ProgramKind } from './program-kind.ts';

/** What an executable was built for. */
export type BuildTarget =
  | 'mac32'
  | 'macIntel'
  | 'macSilicon'
  | 'macPowerPc'
  | 'macOther'
  | 'linuxIntel32'
  | 'linuxIntel'
  | 'linuxArm32'
  | 'linuxArm'
  | 'windows'
  | 'macos'
  | 'linux'
  | 'otherProcessor';

/** Why an executable doesn't suit a machine. */
export interface Mismatch {
  readonly target: BuildTarget;
  /** It would run if Rosetta were installed. */
  readonly needsRosetta: boolean;
}

const MAC_TARGETS: Readonly<Record<string, BuildTarget>> = {
  ia32: 'mac32',
  x64: 'macIntel',
  arm64: 'macSilicon',
  ppc: 'macPowerPc',
  ppc64: 'macPowerPc',
};

const LINUX_TARGETS: Readonly<Record<string, BuildTarget>> = {
  ia32: 'linuxIntel32',
  x64: 'linuxIntel',
  arm: 'linuxArm32',
  arm64: 'linuxArm',
};

/** A 64-bit Linux may well run the 32-bit executables of its family, so that these tell nothing. */
const LINUX_ALSO_RUNS: Readonly<Record<string, string>> = { x64: 'ia32', arm64: 'arm' };

function macMismatch(processors: readonly string[], arch: string): Mismatch | null {
  if (processors.includes(arch)) return null;
  const [only = ''] = processors;
  const target = (processors.length === 1 && MAC_TARGETS[only]) || 'macOther';
  // Rosetta would have run it: this is asked after the system has refused.
  return { target, needsRosetta: arch === 'arm64' && processors.includes('x64') };
}

function linuxTarget(processors: readonly string[], arch: string): BuildTarget | null {
  const [processor = ''] = processors;
  if (processor === arch || processor === LINUX_ALSO_RUNS[arch]) return null;
  return LINUX_TARGETS[processor] ?? 'otherProcessor';
}

function foreignTarget(kind: ProgramKind, { platform, arch }: Machine): BuildTarget | null {
  if (kind.format === 'windows') return 'windows';
  if (kind.format === 'macho') return 'macos';
  if (kind.format !== 'elf') return null;
  return platform === 'darwin' ? 'linux' : linuxTarget(kind.processors, arch);
}

/** Why an executable that the system refused to run doesn't suit this machine; null when its file doesn't tell. */
export function mismatchOf(kind: ProgramKind, machine: Machine): Mismatch | null {
  if (kind.format === 'macho' && machine.platform === 'darwin') return macMismatch(kind.processors, machine.arch);
  const target = foreignTarget(kind, machine);
  return target && { target, needsRosetta: false };
}
