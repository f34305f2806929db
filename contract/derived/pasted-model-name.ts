import { modelOfPage } from './model-page.ts';
import { plainText } from './plain-text.ts';

/** What a pasted text names: a model, as text for Ollama's grammar, or why it names none. */
export type PastedName =
  | { readonly name: string }
  | { readonly problem: 'missing' | 'several' | 'notModelPage' | 'file' };

/** More is no name, whatever it is. */
const MAX_CHARACTERS = 4_096;

const VERBS = new Set(['run', 'pull', 'show', 'push', 'stop', 'cp', 'launch']);
/** Options of `ollama` whose value is a word of its own; those of `--think` and `--truncate` follow an equals sign. */
const OPTIONS_WITH_VALUE = new Set(
  '--keepalive --format --dimensions --width --height --steps --seed --negative --quantize --experimental-websearch -q -f --file'.split(
    ' ',
  ),
);

/** Text of one word without the quotes, brackets, and sentence marks around it. */
function bareWord(word: string): string {
  const start = /^["'`([{<*]*/.exec(word)?.[0].length ?? 0;
  let end = word.length;
  while (end > start && `"'\`)]}>*.,;!?…`.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}

function wordsOf(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}

const NAMES_REGISTRY = /^[^/]+\/[^/]+\/[^/]+$/;

/** The first word after a verb that is neither an option nor an option's value. */
function argumentOf(words: readonly string[]): string | null {
  let isInsecure = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--insecure') isInsecure = true;
    if (word === '--model') return words[index + 1] ?? null;
    if (OPTIONS_WITH_VALUE.has(word)) index += 1;
    else if (/^(?:&&|\|\|?|;|>)/.test(word)) return null;
    else if (!word.startsWith('-')) return isInsecure && NAMES_REGISTRY.test(word) ? `http://${word}` : word;
  }
  return null;
}

/** The model of `ollama run NAME`, whatever is before it: a prompt, `sudo`, a folder, `docker exec -it ollama`. */
function ofCommand(words: readonly string[]): string | null {
  const index = words.findIndex((word, at) => {
    const program = bareWord(word).split(/[/\\]/).at(-1)?.toLowerCase();
    const verb = bareWord(words[at + 1] ?? '').toLowerCase();
    return (program === 'ollama' || program === 'ollama.exe') && VERBS.has(verb);
  });
  if (index < 0) return null;
  const isLaunch = words[index + 1]?.toLowerCase() === 'launch';
  const rest = words.slice(index + 2);
  return argumentOf(isLaunch ? rest.filter((_word, at) => at > 0) : rest) ?? '';
}

/** `FROM NAME` of a Modelfile, or a command that was copied without its program. */
function ofTwoWords([first = '', second, ...others]: readonly string[]): string | null {
  const isModelfile = first.toLowerCase() === 'from';
  const isRest = (first === 'run' || first === 'pull') && others.length === 0;
  return second !== undefined && (isModelfile || isRest) ? second : null;
}

/** `"model": "NAME"`, `model: NAME`, and `--model NAME`, as in requests, settings, and other programs' commands. */
const FIELD =
  /["'](?:model|name)["'] ?: ?["']([^"']+)["']|^model(?:: | ?= ?)["']?([^\s"',]+)|(?:^| )--model[ =]["']?([^\s"']+)/i;
/** llama.cpp's way to name a repository of Hugging Face. */
const HF_OPTION = /(?:^| )(?:-hf|-hfr|--hf-repo)[ =]["']?([^\s"']+)/;

function ofField(line: string): string | null {
  const [, ...values] = FIELD.exec(line) ?? [];
  const repository = HF_OPTION.exec(line)?.[1];
  return values.find((value) => value !== undefined) ?? (repository === undefined ? null : `hf.co/${repository}`);
}

/** A row of `ollama list`: the name and twelve digits of its ID. */
function ofListRow([first, second]: readonly string[]): string | null {
  return first !== undefined && /^[0-9a-f]{12}$/.test(second ?? '') ? first : null;
}

/** An address of a page among other words, a link of Markdown too. */
function ofAddress(line: string): string | null {
  const withScheme = /https?:\/\/[^\s"'`<>()[\]]+/i.exec(line)?.[0];
  if (withScheme !== undefined) return withScheme;
  return (
    wordsOf(line)
      .map(bareWord)
      .find((word) => word.includes('/') && modelOfPage(word) !== undefined) ?? null
  );
}

/** The prompt of a shell, the mark of a list item, or a number before the only word. */
const LINE_START = /^(?:[$%#>❯➜•*+-]|>>>|\d{1,2}[.)]) +/;

/** What names a model in one line; the line itself where nothing is recognized. */
function nameInLine(line: string): string {
  const words = wordsOf(line.trim());
  const named = ofCommand(words) ?? ofTwoWords(words) ?? ofField(line) ?? ofListRow(words) ?? ofAddress(line);
  return bareWord(named ?? line.trim().replace(LINE_START, ''));
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function isFile(text: string): boolean {
  return /^(?:\.{0,2}\/|~|[a-z]:[\\/]|file:)/i.test(text);
}

/** The address of a registry without what belongs to a page: `https://host/a/b/?x#y` is `https://host/a/b`. */
function withoutPageParts(text: string): string {
  return isAddress(text) ? text.replace(/[?#].*$/s, '').replace(/\/+$/, '') : text;
}

function readLine(line: string): PastedName {
  const text = nameInLine(line);
  if (text === '') return { problem: 'missing' };
  if (isFile(text) || (/^from /i.test(line) && /\.gguf$/i.test(text))) return { problem: 'file' };
  const page = modelOfPage(text);
  if (page === null) return { problem: 'notModelPage' };
  return { name: page ?? withoutPageParts(text) };
}

/** Lines of a comment or a fence, and the head of `ollama list`. */
const WITHOUT_NAME = /^(?:#|\/\/|```|NAME +ID )/;

function isCommandLine(line: string): boolean {
  const words = wordsOf(line);
  return (ofCommand(words) ?? ofTwoWords(words) ?? ofListRow(words)) !== null;
}

/**
 * The model that a person means who pastes a command, a Modelfile, a request, the address of a model's page, or a name with what
 * was copied along. A text that is none of these is given as it is, for Ollama's grammar to judge.
 */
export function readPastedName(text: string): PastedName {
  const all = plainText(text.slice(0, MAX_CHARACTERS))
    .split('\n')
    .map((line) => line.trim());
  const [only = '', ...others] = all.filter((line) => line !== '' && line !== '"""');
  if (others.length === 0) return readLine(only);
  const lines = [only, ...others].filter((line) => !WITHOUT_NAME.test(line));
  const commands = lines.filter(isCommandLine);
  const read = (commands.length > 0 ? commands : lines).map(readLine);
  const names = new Set(read.flatMap((one) => ('name' in one ? [one.name.toLowerCase()] : [])));
  if (names.size > 1) return { problem: 'several' };
  return read.find((one) => 'name' in one) ?? read[0] ?? { problem: 'missing' };
}
