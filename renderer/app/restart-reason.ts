import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { formatList } from '../../contract/derived/format/format-list.ts';
import { type InterruptibleWork, isIdle } from '../../contract/derived/work.ts';
import type { Work } from '../../contract/work.ts';

/** Settings that the server reads only when it starts. */
const restartSettings = [
  'ollamaPath',
  'port',
  'modelsFolder',
  'keepAlive',
  'contextLength',
  'parallelRequests',
  'maxLoadedModels',
  'maxQueue',
  'flashAttention',
  'kvCacheType',
  'allowedOrigins',
  'cloudOff',
  'debug',
  'extraVariables',
] as const;

function settingLabel(field: string): string {
  const known = restartSettings.find((setting) => setting === field);
  return known ? shellText(`setting.${known}`) : field;
}

/** Why a restart is needed: the settings that changed. */
export function restartReason(fields: readonly string[]): string {
  return shellText('restart.reason', { settings: formatList(fields.map(settingLabel)) });
}

/** The work in progress, as the subject of a sentence: `1 response and 2 downloads`. Empty when there is none. */
export function workLabel({ activeRequests, pulls }: InterruptibleWork): string {
  return formatList([
    ...(activeRequests > 0 ? [shellText('work.responses', { count: activeRequests })] : []),
    ...(pulls.length > 0 ? [shellText('work.downloads', { count: pulls.length })] : []),
  ]);
}

/** What a restart does to the work in progress, as far as it goes through Corral, and to new requests if they wait for it. */
export function restartConsequence(work: Work, { requestsWait }: { readonly requestsWait: boolean }): string {
  const waiting = requestsWait ? [shellText('work.wait')] : [];
  if (isIdle(work)) return [shellText('work.none'), ...waiting].join(' ');
  const count = work.activeRequests + work.pulls.length;
  return [
    shellText('work.inProgress', { work: workLabel(work), count }),
    ...(work.activeRequests > 0 ? [shellText('work.interrupted')] : []),
    ...(work.pulls.length > 0 ? [shellText('work.resumed')] : []),
    ...waiting,
  ].join(' ');
}
