import { openAccessText } from './catalog/en/open-access.ts';

/** Who would connect to Ollama directly; `data` is that of CONFIRMATION_NEEDED. */
export function openDirectText(data: unknown): string {
  const onTailnet = typeof data === 'object' && data !== null && 'reach' in data && data.reach === 'tailscale';
  return openAccessText(onTailnet ? 'direct.tailscale' : 'direct.localNetwork');
}
