import { readPastedName } from './pasted-model-name.ts';

/** The parts of `[http://][host/][namespace/]model[:tag]`. Source: Ollama's `types/model/name.go`. */
export interface ModelName {
  /** The name begins with `http://`: its registry is reached without TLS. */
  readonly insecure: boolean;
  readonly host: string;
  readonly namespace: string;
  readonly model: string;
  readonly tag: string;
}

const DEFAULT_HOST = 'registry.ollama.ai';
const DEFAULT_NAMESPACE = 'library';
const DEFAULT_TAG = 'latest';

const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/;
const NAMESPACE = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/;
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/;

function splitTag(text: string): [string, string] {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/') ? [text.slice(0, colon), text.slice(colon + 1)] : [text, DEFAULT_TAG];
}

/** By Ollama's own grammar, as programs send names and Ollama lists them. Null for a name that Ollama rejects. */
export function parseExactName(text: string): ModelName | null {
  const [, scheme = '', rest = ''] = /^(https?:\/\/)?(.*)$/s.exec(text.trim()) ?? [];
  const [path, tag] = splitTag(rest);
  const parts = path.split('/');
  if (parts.length > 3) return null;
  const model = parts.at(-1) ?? '';
  const namespace = parts.at(-2) ?? DEFAULT_NAMESPACE;
  const host = parts.at(-3) ?? DEFAULT_HOST;
  const valid = HOST.test(host) && NAMESPACE.test(namespace) && PART.test(model) && PART.test(tag);
  return valid ? { insecure: scheme === 'http://', host, namespace, model, tag } : null;
}

/** What a person means who types or pastes a name (see `readPastedName`); null where that is no model's name. */
export function parseModelName(text: string): ModelName | null {
  const read = readPastedName(text);
  return 'name' in read ? parseExactName(read.name) : null;
}

/** The short form that Ollama lists: the default host and namespace left out, the tag always there. */
export function canonicalModelName({ host, namespace, model, tag }: ModelName): string {
  const name = `${model}:${tag}`;
  if (host.toLowerCase() !== DEFAULT_HOST) return `${host}/${namespace}/${name}`;
  return namespace.toLowerCase() === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}

/** The same for every spelling of a model's name: Ollama ignores case, and the default parts may be left out. */
export function modelKey(text: string): string {
  const name = parseExactName(text);
  return (name ? canonicalModelName(name) : text.trim()).toLowerCase();
}

/** Whether two names stand for the same model: `llama3.2` and `Llama3.2:latest` do. */
export function isSameModel(a: string, b: string): boolean {
  return modelKey(a) === modelKey(b);
}

/**
 * As `parseModelName`, but a name that Ollama lists stays as it is: a model that was pulled from a registry named `ollama.com` is
 * another one than the library's.
 */
export function parseInstalledName(text: string, installed: readonly { readonly name: string }[]): ModelName | null {
  return installed.some(({ name }) => isSameModel(name, text)) ? parseExactName(text) : parseModelName(text);
}
