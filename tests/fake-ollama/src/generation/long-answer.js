import { tokenize } from './tokens.js';

const SECTIONS = [
  (n) =>
    `## Part ${n}\n\nThis paragraph is here to be read while it arrives. It has **bold** and *italic* words, a bit of \`inline code\` and enough length to wrap over more than one line in a window of any reasonable width.\n\n`,
  (n) => `- the first point of part ${n}\n- the second point, with a [link](https://ollama.com)\n- the third point\n\n`,
  (n) =>
    `\`\`\`python\ndef part_${n}(values: list[int]) -> int:\n    total = 0\n    for value in values:\n        total += value * ${n}\n    return total\n\`\`\`\n\n`,
  (n) => `| Name | Value |\n| --- | ---: |\n| part | ${n} |\n| square | ${n * n} |\n\n`,
  (n) => `> A quotation of part ${n}, because answers have those too.\n\n1. one\n2. two\n3. three\n\n`,
];

/** A markdown text of exactly `count` tokens, as pieces. */
export function longAnswer(count) {
  const pieces = [];
  for (let i = 0; pieces.length < count; i++) {
    pieces.push(...tokenize(SECTIONS[i % SECTIONS.length](Math.floor(i / SECTIONS.length) + 1)));
  }
  return pieces.slice(0, count);
}
