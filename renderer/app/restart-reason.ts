import type { Work } from '../../contract/work.ts';

/** Settings that the server reads only when it starts, as the Settings page calls them. */
const words: Readonly<Record<string, string>> = {
  ollamaPath: 'the Ollama program',
  port: 'the port',
  modelsFolder: 'the models folder',
  keepAlive: 'how long models stay loaded',
  contextLength: 'the context length',
  parallelRequests: 'answers at the same time',
  maxLoadedModels: 'models loaded at the same time',
  maxQueue: 'requests that may wait',
  flashAttention: 'flash attention',
  kvCacheType: 'the KV cache type',
  allowedOrigins: 'the allowed origins',
  cloudOff: 'cloud models',
  debug: 'what is written to the log',
  extraVariables: 'the variables',
};

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What changed. */
export function restartReason(fields: readonly string[]): string {
  return `For ${list.format(fields.map((field) => words[field] ?? field))}.`;
}

function counted(count: number, one: string): string {
  return `${count === 1 ? 'one' : count} ${one}${count === 1 ? '' : 's'}`;
}

type CountedWork = Pick<Work, 'activeRequests' | 'pulls'>;

export function isIdle({ activeRequests, pulls }: CountedWork): boolean {
  return activeRequests === 0 && pulls.length === 0;
}

/** What is under way, as the subject of a sentence: `one answer and 2 downloads`. Empty when nothing is. */
export function workLabel({ activeRequests, pulls }: CountedWork): string {
  return list.format([
    ...(activeRequests > 0 ? [counted(activeRequests, 'answer')] : []),
    ...(pulls.length > 0 ? [counted(pulls.length, 'download')] : []),
  ]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a restart means for people who use the server. Only what passes Corral is known. */
export function restartConsequence(work: Work): string {
  if (isIdle(work)) return 'Nothing that passes Corral is under way.';
  const subject = capital(workLabel(work));
  const isOne = work.activeRequests + work.pulls.length === 1;
  const activeRequests = work.activeRequests > 0 ? ' Answers would be cut off.' : '';
  const pulls = work.pulls.length > 0 ? ' Downloads go on afterwards by themselves.' : '';
  return `${subject} ${isOne ? 'is' : 'are'} under way, as far as it passes Corral.${activeRequests}${pulls}`;
}
