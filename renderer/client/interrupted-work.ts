import type { CutOff, Work } from '../../contract/work.ts';

/** What of the work under way is cut off. */
export const workCutOff = ({ answers, keyedAnswers, pulls }: Work, cutOff: CutOff): Pick<Work, 'answers' | 'pulls'> =>
  cutOff === 'everything' ? { answers, pulls } : { answers: keyedAnswers, pulls: [] };
