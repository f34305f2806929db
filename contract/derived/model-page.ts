/**
 * What the address of a web page says about a model: its name as Ollama takes it, or null where the page is no model's.
 * `undefined`: no page that is known here; its host may be a registry.
 */
export type ModelPage = string | null | undefined;

interface PageAddress {
  readonly hasScheme: boolean;
  /** In lower case, without `www.`. */
  readonly host: string;
  readonly segments: readonly string[];
  readonly query: string;
}

const ADDRESS = /^(?:(https?):\/\/)?([^/?#\s]+)\/?([^?#]*)(\?[^#]*)?/i;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseAddress(text: string): PageAddress | null {
  const [found, scheme, host, path = '', query = ''] = ADDRESS.exec(text) ?? [];
  if (found === undefined || host === undefined) return null;
  const segments = path
    .split('/')
    .map(decoded)
    .filter((segment) => segment !== '');
  return { hasScheme: scheme !== undefined, host: host.toLowerCase().replace(/^www\.|:443$/g, ''), segments, query };
}

/** A registry's own address of a manifest or a blob, without its `v2`: `v2/library/qwen3/manifests/8b`. */
function fromApi([version, namespace, model, kind, tag]: readonly string[]): readonly string[] | null {
  if (version !== 'v2' || namespace === undefined || model === undefined) return null;
  return [namespace, kind === 'manifests' && tag !== undefined ? `${model}:${tag}` : model];
}

/** First parts of paths that are no model's namespace on ollama.com. */
const OLLAMA_SECTIONS = new Set(
  'api blog cloud connect contact discord docs download favicon.ico install.ps1 install.sh license models pricing privacy public search settings signin signout signup tags terms turbo upgrade'.split(
    ' ',
  ),
);

/** `/library/qwen3:8b`, `/openbmb/minicpm-o2.6`, and what is below them: `/tags`, `/blobs/…`. */
function onOllama({ segments }: PageAddress): ModelPage {
  const [namespace, model] = fromApi(segments) ?? segments;
  if (namespace === undefined || OLLAMA_SECTIONS.has(namespace.toLowerCase())) return null;
  // One part alone is a person's page, unless a tag says that it is a model.
  if (model === undefined) return namespace.includes(':') ? namespace : null;
  return namespace.toLowerCase() === 'library' ? model : `${namespace}/${model}`;
}

/** First parts of paths that are no account on Hugging Face. */
const HUGGING_FACE_SECTIONS = new Set(
  'api blog chat collections datasets docs enterprise join learn login models new notifications organizations papers posts pricing settings spaces tasks welcome'.split(
    ' ',
  ),
);

/** The quantization in a file's name, which is its tag: `Qwen3-UD-Q4_K_XL-00001-of-00002.gguf` has `UD-Q4_K_XL`. */
const QUANTIZATION =
  /[-._]((?:UD-)?(?:I?Q\d(?:_[A-Z0-9]+)*|TQ\d_\d|BF16|F16|F32|FP16|MXFP4(?:_[A-Z0-9]+)*))(?:-\d{5}-of-\d{5})?\.gguf$/i;
const PART_OF_FILE = /-\d{5}-of-\d{5}\.gguf$/i;
const TAG = /^\w[\w.-]{0,79}$/;

/** Hugging Face takes a quantization for a tag, or the whole name of a file; one of several parts has no name of its own. */
function tagOf(file: string): string {
  if (!/\.gguf$/i.test(file)) return '';
  const quantization = QUANTIZATION.exec(file)?.[1];
  if (quantization !== undefined) return `:${quantization}`;
  return TAG.test(file) && !PART_OF_FILE.test(file) ? `:${file}` : '';
}

/**
 * `/unsloth/Qwen3-8B-GGUF`, its files (`/tree/main`, `/blob/main/….gguf`, `/resolve/…`) and its download links.
 * Source: https://huggingface.co/docs/hub/ollama.
 */
function onHuggingFace({ hasScheme, host, segments, query }: PageAddress): ModelPage {
  const [owner, repository, , , ...path] = fromApi(segments) ?? segments;
  if (owner === undefined || repository === undefined || HUGGING_FACE_SECTIONS.has(owner.toLowerCase())) return null;
  // Ollama's own spelling, which may be installed under this host.
  if (!hasScheme && segments.length === 2 && query === '') return `${host}/${owner}/${repository}`;
  const shown = /[?&]show_file_info=([^&]*)/.exec(query)?.[1];
  const file = shown === undefined ? (path.at(-1) ?? '') : (decoded(shown).split('/').at(-1) ?? '');
  return `hf.co/${owner}/${repository}${repository.includes(':') ? '' : tagOf(file)}`;
}

/** `/models/Qwen/Qwen3-8B-GGUF`; without `models` it is Ollama's spelling. Source: ModelScope's documentation on Ollama. */
function onModelScope({ host, segments }: PageAddress): ModelPage {
  const [owner, repository] = segments[0] === 'models' ? segments.slice(1) : segments;
  return owner === undefined || repository === undefined ? null : `${host}/${owner}/${repository}`;
}

const SITES: ReadonlyMap<string, (address: PageAddress) => ModelPage> = new Map([
  ['ollama.com', onOllama],
  ['ollama.ai', onOllama],
  ['registry.ollama.ai', onOllama],
  ['registry.ollama.com', onOllama],
  ['hf.co', onHuggingFace],
  ['huggingface.co', onHuggingFace],
  ['modelscope.cn', onModelScope],
  ['modelscope.com', onModelScope],
  // The models there are in releases and files, which no registry serves.
  ['github.com', () => null],
  ['gist.github.com', () => null],
  ['raw.githubusercontent.com', () => null],
]);

/** The model that the address of a web page, with or without `https://`, is about. */
export function modelOfPage(text: string): ModelPage {
  const address = parseAddress(text);
  return address === null ? undefined : SITES.get(address.host)?.(address);
}
