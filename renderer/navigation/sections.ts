import { Activity, Box, type LucideIcon, MessageSquareCode, Network, ScrollText, Server, Settings } from 'lucide-react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';

export type SectionId = 'server' | 'models' | 'playground' | 'network' | 'activity' | 'logs' | 'settings';

export interface Section {
  readonly id: SectionId;
  readonly icon: LucideIcon;
  /** The key that goes there together with ⌘ (Ctrl elsewhere). */
  readonly key: string;
}

/** The pages, in the order of the sidebar. */
export const sections: readonly Section[] = [
  { id: 'server', icon: Server, key: '1' },
  { id: 'models', icon: Box, key: '2' },
  { id: 'playground', icon: MessageSquareCode, key: '3' },
  { id: 'network', icon: Network, key: '4' },
  { id: 'activity', icon: Activity, key: '5' },
  { id: 'logs', icon: ScrollText, key: '6' },
  { id: 'settings', icon: Settings, key: ',' },
];

/** The name of a page, as the navigation has it. */
export function sectionLabel(id: SectionId): string {
  return shellText(`section.${id}`);
}

/** The page that a hash such as `#/models` names; anything else is the Server page. */
export function sectionOfHash(hash: string): SectionId {
  const [, name] = /^#\/([a-z]+)/.exec(hash) ?? [];
  return sections.find((section) => section.id === name)?.id ?? 'server';
}
