import { longAnswer } from './long-answer.js';
import { valueForSchema } from './schema-answer.js';
import { tokenize } from './tokens.js';

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

const ordinal = (n) => `${n}${['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'}`;

function plainAnswer({ model, messages, text }) {
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

function toolCalls({ tools, messages, text }) {
  if (!tools?.length || messages.at(-1)?.role !== 'user') return [];
  const asked = tools.find((tool) => text.includes(tool.function?.name ?? '\0')) ?? tools[0];
  const { name, parameters = {} } = asked.function;
  return [{ name, arguments: valueForSchema({ type: 'object', ...parameters }, text) }];
}

function answerPieces(request) {
  const { text, format, messages, fixed } = request;
  if (fixed !== null) return tokenize(fixed);
  if (format === 'json') return tokenize(JSON.stringify({ answer: text }));
  if (format !== undefined) return tokenize(JSON.stringify(valueForSchema(format, text)));
  if (messages.at(-1)?.role === 'tool') return tokenize(`The tool says: ${text}`);
  const wanted = /\b(\d+)[ -]tokens?\b/i.exec(text);
  if (wanted) return longAnswer(Number(wanted[1]));
  if (/\b(code|program|function|script|python|javascript|typescript)\b/i.test(text)) return tokenize(CODE);
  return tokenize(plainAnswer(request));
}

/**
 * What the model says: deterministic, but like an answer.
 * @returns `{ thinking, answer, calls }`: token pieces, token pieces, tool calls
 */
export function composeAnswer({ model, messages, tools, format, think, fixed }) {
  const text = messages.at(-1)?.content ?? '';
  const thinking = think
    ? tokenize(`The user wrote “${text.slice(0, 80)}”. I should answer that directly and keep it short.`)
    : [];
  const calls = format === undefined ? toolCalls({ tools, messages, text }) : [];
  const answer = calls.length > 0 ? [] : answerPieces({ model, messages, format, text, fixed });
  return { thinking, answer, calls };
}
