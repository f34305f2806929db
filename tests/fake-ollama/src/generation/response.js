/** @import { Message, Schema, Tool, ToolCall } from '../types.ts' */
import { tokenize } from './tokens.js';

/**
 * What a response is composed from.
 * @typedef {{
 *   readonly model: string,
 *   readonly messages: readonly Message[],
 *   readonly tools?: readonly Tool[] | undefined,
 *   readonly format?: 'json' | Schema | undefined,
 *   readonly think: boolean,
 *   readonly fixed: string | null,
 * }} Prompt
 */

const CODE = `Here is a small program that does it:

\`\`\`python
def greet(name: str) -> str:
    """Says hello."""
    return f"Hello, {name}!"

print(greet("world"))
\`\`\`

It has three parts:

1. a **function** with a type for its argument,
2. a call of it,
3. and \`print\`, which shows the result.
`;

/**
 * The parts of a long response, in turn.
 * @type {readonly ((n: number) => string)[]}
 */
const SECTIONS = [
  (n) =>
    `## Part ${n}\n\nThis paragraph is here to be read while it arrives. It has **bold** and *italic* words, a bit of \`inline code\` and enough length to wrap over more than one line in a window of any reasonable width.\n\n`,
  (n) => `- the first point of part ${n}\n- the second point, with a [link](https://ollama.com)\n- the third point\n\n`,
  (n) =>
    `\`\`\`python\ndef part_${n}(values: list[int]) -> int:\n    total = 0\n    for value in values:\n        total += value * ${n}\n    return total\n\`\`\`\n\n`,
  (n) => `| Name | Value |\n| --- | ---: |\n| part | ${n} |\n| square | ${n * n} |\n\n`,
  (n) => `> A quotation of part ${n}, because answers have those too.\n\n1. one\n2. two\n3. three\n\n`,
];

/**
 * A markdown text of exactly `count` tokens, as pieces.
 * @param {number} count
 */
function longResponse(count) {
  const pieces = [];
  for (let part = 1; pieces.length < count; part++) {
    for (const section of SECTIONS) pieces.push(...tokenize(section(part)));
  }
  return pieces.slice(0, count);
}

/** @param {number} n */
function ordinal(n) {
  return `${n}${['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'}`;
}

/**
 * @param {Prompt} prompt
 * @param {string} text
 */
function plainResponse({ model, messages }, text) {
  const turn = messages.filter(({ role }) => role === 'user').length;
  const system = messages.find(({ role }) => role === 'system')?.content;
  const images = messages.at(-1)?.images?.length ?? 0;
  return [
    `You said: “${text}”.`,
    ...(turn > 1 ? [` That is the ${ordinal(turn)} message of our conversation.`] : []),
    ...(images > 0 ? [` You sent ${images === 1 ? 'a picture' : `${images} pictures`} with it.`] : []),
    ...(system ? [` I was told: “${system}”.`] : []),
    ` This is ${model} answering. Ask me for code, or to write 400 tokens, to see more.`,
  ].join('');
}

/**
 * A value that fits a JSON schema, as far as people write them; texts are taken from `text`.
 * @param {Schema} schema
 * @param {string} text
 * @returns {unknown}
 */
function valueForSchema(schema, text) {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  const [variant] = schema.anyOf ?? schema.oneOf ?? [];
  if (variant !== undefined) return valueForSchema(variant, text);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'object' || schema.properties !== undefined) {
    const fields = Object.entries(schema.properties ?? {});
    return Object.fromEntries(fields.map(([key, inner]) => [key, valueForSchema(inner, text)]));
  }
  if (type === 'array') {
    const count = Math.max(schema.minItems ?? 1, 1);
    return Array.from({ length: count }, () => valueForSchema(schema.items ?? {}, text));
  }
  if (type === 'integer' || type === 'number') {
    return Math.max(schema.minimum ?? 0, Number(/-?\d+/.exec(text)?.[0] ?? 1));
  }
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return text;
}

/**
 * @param {Prompt} prompt
 * @param {string} text
 * @returns {readonly ToolCall[]}
 */
function toolCalls({ tools = [], messages }, text) {
  if (messages.at(-1)?.role !== 'user') return [];
  const tool = tools.find(({ function: { name = '\0' } = {} }) => text.includes(name)) ?? tools[0];
  if (tool === undefined) return [];
  const { name = '', parameters = {} } = tool.function ?? {};
  return [{ name, arguments: valueForSchema({ type: 'object', ...parameters }, text) }];
}

/**
 * @param {Prompt} prompt
 * @param {string} text
 */
function responsePieces(prompt, text) {
  const { format, messages, fixed } = prompt;
  if (fixed !== null) return tokenize(fixed);
  if (format === 'json') return tokenize(JSON.stringify({ answer: text }));
  if (format !== undefined) return tokenize(JSON.stringify(valueForSchema(format, text)));
  if (messages.at(-1)?.role === 'tool') return tokenize(`The tool says: ${text}`);
  const wanted = /\b(\d+)[ -]tokens?\b/i.exec(text);
  if (wanted) return longResponse(Number(wanted[1]));
  if (/\b(code|program|function|script|python|javascript|typescript)\b/i.test(text)) return tokenize(CODE);
  return tokenize(plainResponse(prompt, text));
}

/**
 * What the model says: deterministic, but like a model's response. Thinking and text are pieces of the size of tokens.
 * @param {Prompt} prompt
 */
export function composeResponse(prompt) {
  const text = prompt.messages.at(-1)?.content ?? '';
  const thinking = prompt.think
    ? tokenize(`The user wrote “${text.slice(0, 80)}”. I should answer that directly and keep it short.`)
    : [];
  const calls = prompt.format === undefined ? toolCalls(prompt, text) : [];
  return { thinking, text: calls.length > 0 ? [] : responsePieces(prompt, text), calls };
}
