/** The design's warning for reach without a key, the same words everywhere: fact, then consequence. */
export const openSentence = {
  fact: 'Open to your network without a key.',
  consequence: 'Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.',
} as const;
