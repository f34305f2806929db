import { Activity, Box, type LucideIcon, MessageSquareCode, Network, ScrollText, Server, Settings } from 'lucide-react';

export type SectionId = 'server' | 'models' | 'playground' | 'network' | 'activity' | 'logs' | 'settings';

export interface Section {
  readonly id: SectionId;
  readonly label: string;
  readonly icon: LucideIcon;
  /** The key that goes there together with ⌘ (Ctrl elsewhere). */
  readonly key: string;
}

/** The pages in the order of the sidebar. */
export const sections: readonly Section[] = [
  { id: 'server', label: 'Server', icon: Server, key: '1' },
  { id: 'models', label: 'Models', icon: Box, key: '2' },
  { id: 'playground', label: 'Playground', icon: MessageSquareCode, key: '3' },
  { id: 'network', label: 'Network', icon: Network, key: '4' },
  { id: 'activity', label: 'Activity', icon: Activity, key: '5' },
  { id: 'logs', label: 'Logs', icon: ScrollText, key: '6' },
  { id: 'settings', label: 'Settings', icon: Settings, key: ',' },
];

/** The page that a hash such as `#/models` names; anything else is the Server page. */
export function sectionOfHash(hash: string): SectionId {
  const [, name] = /^#\/([a-z]+)/.exec(hash) ?? [];
  return sections.find((section) => section.id === name)?.id ?? 'server';
}
