import {
  BrainCircuit,
  Eye,
  type LucideIcon,
  MessageSquareText,
  Mic,
  ScanText,
  VectorSquare,
  Wrench,
} from 'lucide-react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';

interface CapabilityLabel {
  readonly label: string;
  readonly icon: LucideIcon | null;
}

const icons = {
  completion: MessageSquareText,
  tools: Wrench,
  thinking: BrainCircuit,
  vision: Eye,
  embedding: VectorSquare,
  audio: Mic,
  insert: ScanText,
} as const satisfies Record<string, LucideIcon>;

/** The label and icon of a capability as Ollama names it; one that is unknown here keeps Ollama's name. */
export function capabilityLabel(capability: string): CapabilityLabel {
  return isKnown(capability)
    ? { label: modelsText(`capability.${capability}`), icon: icons[capability] }
    : { label: capability, icon: null };
}

/** The capabilities worth a tag in a list: nearly every model chats. */
export function taggedCapabilities(capabilities: readonly string[]): readonly string[] {
  return capabilities.filter((capability) => capability !== 'completion');
}

function isKnown(capability: string): capability is keyof typeof icons {
  return Object.hasOwn(icons, capability);
}
