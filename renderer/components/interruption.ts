import type { Work } from '../../contract/work.ts';

/** What would be cut off, and what becomes of it. */
export function interruption({ activeRequests: answers, pulls }: Pick<Work, 'activeRequests' | 'pulls'>): string {
  if (answers === 0 && pulls.length === 0) return 'Nothing that Corral knows of is under way any more.';
  const happens: string[] = [];
  const comes: string[] = [];
  if (answers > 0) {
    happens.push(answers === 1 ? 'One answer is being written' : `${answers} answers are being written`);
    comes.push(answers === 1 ? 'answer would be cut off' : 'answers would be cut off');
  }
  if (pulls.length > 0) {
    happens.push(`${listed(pulls)} ${pulls.length === 1 ? 'is' : 'are'} being downloaded`);
    comes.push(
      pulls.length === 1 ? 'download goes on by itself afterwards' : 'downloads go on by themselves afterwards',
    );
  }
  return `${happens.join(' and ')}. The ${comes.join('; the ')}.`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
