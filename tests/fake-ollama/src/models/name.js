/** @import { ModelName } from '../types.ts' */

const DEFAULT_HOST = 'registry.ollama.ai';
const DEFAULT_NAMESPACE = 'library';
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/;
const NAMESPACE = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/;
const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/;

/**
 * Parses `[scheme://][host/][namespace/]model[:tag]`; null where Ollama calls the name invalid.
 * @param {unknown} text
 * @returns {ModelName | null}
 */
export function parseModelName(text) {
  if (typeof text !== 'string') return null;
  const tagged = text.lastIndexOf(':') > text.lastIndexOf('/');
  const tag = tagged ? text.slice(text.lastIndexOf(':') + 1) : 'latest';
  const path = tagged ? text.slice(0, text.lastIndexOf(':')) : text;
  const scheme = /^(\w+):\/\//.exec(path)?.[1] ?? 'https';
  const parts = path.replace(/^\w+:\/\//, '').split('/');
  const model = parts.pop() ?? '';
  const namespace = parts.pop() ?? DEFAULT_NAMESPACE;
  const host = parts.length > 0 ? parts.join('/') : DEFAULT_HOST;
  const valid = PART.test(model) && PART.test(tag) && NAMESPACE.test(namespace) && HOST.test(host);
  return valid ? { scheme, host, namespace, model, tag } : null;
}

/**
 * The shortest text that means the same name; the tag is always there.
 * @param {ModelName} name
 */
export function displayName({ host, namespace, model, tag }) {
  const prefix =
    host !== DEFAULT_HOST ? `${host}/${namespace}/` : namespace !== DEFAULT_NAMESPACE ? `${namespace}/` : '';
  return `${prefix}${model}:${tag}`;
}

/** @param {ModelName} name */
export function fullName({ host, namespace, model, tag }) {
  return `${host}/${namespace}/${model}:${tag}`;
}

/**
 * The path of a manifest below `manifests/`.
 * @param {ModelName} name
 */
export function manifestSegments({ host, namespace, model, tag }) {
  return [host, namespace, model, tag];
}

/** @param {ModelName} name */
export function isDefaultLibrary({ host, namespace }) {
  return host === DEFAULT_HOST && namespace === DEFAULT_NAMESPACE;
}

/** @param {ModelName} name */
export function isDefaultRegistry({ host }) {
  return host === DEFAULT_HOST;
}
