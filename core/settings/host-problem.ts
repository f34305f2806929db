import { isIP } from 'node:net';

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** Why a text can't be a host name of this machine, for the person; null when it can. Blanks around it are gone already. */
export function hostProblem(host: string): string | null {
  if (host === '') return 'Enter a host name.';
  if (/[/\\]|^https?:/.test(host)) return 'Enter the name alone, without http:// and without a path.';
  if (isIP(host) !== 0) return null;
  if (/:\d*$/.test(host)) return 'Enter the name without a port.';
  if (host.includes('*')) return 'Enter each name in full. A * would let in any page’s name.';
  return NAME.test(host.toLowerCase()) ? null : 'That is not a host name. It has letters, digits, - and dots.';
}
