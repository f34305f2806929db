import { isIP } from 'node:net';
import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** Why a text can't be a host name of this Mac; null when it can. It is expected without surrounding whitespace. */
export function hostProblem(host: string): string | null {
  if (host === '') return settingProblemText('host.empty');
  if (/[/\\]|^https?:/.test(host)) return settingProblemText('host.notBare');
  if (isIP(host) !== 0) return null;
  if (/:\d*$/.test(host)) return settingProblemText('host.port');
  if (host.includes('*')) return settingProblemText('host.wildcard');
  return NAME.test(host.toLowerCase()) ? null : settingProblemText('host.invalid');
}
