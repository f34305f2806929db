/** @import { CatalogEntry } from '../types.ts' */

const MIT =
  'MIT License\n\nCopyright (c) the authors of this model\n\nPermission is hereby granted, free of charge, …\n';
const LLAMA = 'LLAMA 3.2 COMMUNITY LICENSE AGREEMENT\n\nLlama 3.2 Version Release Date: September 25, 2024\n';
const APACHE = 'Apache License\nVersion 2.0, January 2004\nhttp://www.apache.org/licenses/\n';
const GEMMA = 'Gemma Terms of Use\n\nLast modified: February 21, 2024\n';

const CHAT = '{{ range .Messages }}<|{{ .Role }}|>{{ .Content }}<|end|>{{ end }}<|assistant|>';
const TOOLS = `{{ if .Tools }}You may call: {{ .Tools }}{{ end }}${CHAT}`;
const THINKING = `${TOOLS}{{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}`;
const EMBEDDING = '{{ .Prompt }}';

const LLAMA_PARAMS = { stop: ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'] };

/** @type {CatalogEntry} */
const LLAMA_32_3B = {
  weights: 'llama3.2-3b',
  arch: 'llama',
  bytes: 2019377376,
  parameters: '3.2B',
  quant: 'Q4_K_M',
  blocks: 28,
  embedding: 3072,
  context: 131072,
  template: TOOLS,
  license: LLAMA,
  params: LLAMA_PARAMS,
};

/** @type {CatalogEntry} */
export const TINYLLAMA = {
  weights: 'tinyllama-1b',
  arch: 'llama',
  bytes: 637699456,
  parameters: '1B',
  quant: 'Q4_0',
  blocks: 22,
  embedding: 2048,
  context: 2048,
  template: CHAT,
  license: APACHE,
  system: 'You are a helpful AI assistant.',
};

/**
 * The models that the fake can pull without any network. Sizes and shapes are those of the library's own pages, so that lists
 * and progress look real to people.
 * @type {Readonly<Record<string, CatalogEntry>>}
 */
export const CATALOG = {
  'llama3.2:latest': LLAMA_32_3B,
  'llama3.2:3b': LLAMA_32_3B,
  'llama3.2:1b': {
    weights: 'llama3.2-1b',
    arch: 'llama',
    bytes: 1321082688,
    parameters: '1.2B',
    quant: 'Q8_0',
    blocks: 16,
    embedding: 2048,
    context: 131072,
    template: TOOLS,
    license: LLAMA,
    params: LLAMA_PARAMS,
  },
  'qwen3:8b': {
    weights: 'qwen3-8b',
    arch: 'qwen3',
    bytes: 5225374720,
    parameters: '8.2B',
    quant: 'Q4_K_M',
    blocks: 36,
    embedding: 4096,
    context: 40960,
    template: THINKING,
    license: APACHE,
    params: { stop: ['<|im_start|>', '<|im_end|>'], temperature: 0.6, top_k: 20, top_p: 0.95 },
  },
  'qwen2.5:7b': {
    weights: 'qwen2.5-7b',
    arch: 'qwen2',
    bytes: 4683073952,
    parameters: '7.6B',
    quant: 'Q4_K_M',
    blocks: 28,
    embedding: 3584,
    context: 32768,
    template: TOOLS,
    license: APACHE,
  },
  'gemma3:4b': {
    weights: 'gemma3-4b',
    arch: 'gemma3',
    bytes: 3338792448,
    parameters: '4.3B',
    quant: 'Q4_K_M',
    blocks: 34,
    embedding: 2560,
    context: 131072,
    template: CHAT,
    license: GEMMA,
    vision: 27,
    params: { stop: ['<end_of_turn>'], temperature: 1, top_k: 64, top_p: 0.95 },
  },
  'deepseek-r1:8b': {
    weights: 'deepseek-r1-8b',
    arch: 'qwen3',
    bytes: 5225373760,
    parameters: '8.2B',
    quant: 'Q4_K_M',
    blocks: 36,
    embedding: 4096,
    context: 131072,
    template: THINKING,
    license: MIT,
  },
  'tinyllama:latest': TINYLLAMA,
  'nomic-embed-text:latest': {
    weights: 'nomic-embed-text',
    arch: 'nomic-bert',
    bytes: 274290656,
    parameters: '137M',
    quant: 'F16',
    blocks: 12,
    embedding: 768,
    context: 2048,
    template: EMBEDDING,
    license: APACHE,
    pooling: 1,
  },
  'all-minilm:latest': {
    weights: 'all-minilm',
    arch: 'bert',
    bytes: 45949216,
    parameters: '23M',
    quant: 'F16',
    blocks: 6,
    embedding: 384,
    context: 512,
    template: EMBEDDING,
    license: APACHE,
    pooling: 1,
  },
};
