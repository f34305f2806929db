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

interface CapabilityWord {
  readonly label: string;
  readonly icon: LucideIcon | null;
}

const known: Readonly<Record<string, CapabilityWord>> = {
  completion: { label: 'Chat', icon: MessageSquareText },
  tools: { label: 'Tools', icon: Wrench },
  thinking: { label: 'Thinking', icon: BrainCircuit },
  vision: { label: 'Vision', icon: Eye },
  embedding: { label: 'Embedding', icon: VectorSquare },
  audio: { label: 'Audio', icon: Mic },
  insert: { label: 'Insert', icon: ScanText },
};

/** Ollama's word for what a model can do, as it is shown; one that came later is shown as it is. */
export function capabilityWord(capability: string): CapabilityWord {
  return known[capability] ?? { label: capability, icon: null };
}

/** The ones worth a mark in a list: that a model chats goes without saying. */
export function shownCapabilities(capabilities: readonly string[]): readonly string[] {
  return capabilities.filter((capability) => capability !== 'completion');
}
