import { encodeGguf } from './tiny-gguf.ts';

const WIDTH = 32;
const HIDDEN = 64;
const HEADS = 2;
const BLOCKS = 1;
const CONTEXT = 512;
const WORDS =
  'the a one two three red green blue bird cat dog tree house river stone light moon sun sea hill runs sleeps sings falls grows looks is was and or with under over near very quite small large old new'.split(
    ' ',
  );
const CONTROL = 3;
const UNKNOWN = 2;
const BYTE = 6;
const NORMAL = 1;

/** The same numbers every time, so that the file has the same digest every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function vocabulary() {
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`);
  const words = WORDS.map((word) => `▁${word}`);
  return {
    tokens: ['<unk>', '<s>', '</s>', ...bytes, ...words],
    types: [UNKNOWN, CONTROL, CONTROL, ...bytes.map(() => BYTE), ...words.map(() => NORMAL)],
    firstWord: 3 + bytes.length,
  };
}

/** Makes it an embedding model: it averages its last states instead of predicting the next word. */
const MEAN_POOLING = { 'llama.pooling_type': { type: 'u32', value: 1 } } as const;

/**
 * A language model of 100 kB with random weights that real runners can load. It generates a few words in random order, since the
 * rows of all other tokens in its output are zero. Context 512 tokens, embeddings of 32 numbers.
 */
export function tinyModel({ embedding = false, seed = 1 } = {}): Buffer {
  const random = randomNumbers(seed);
  const { tokens, types, firstWord } = vocabulary();
  const filled = (length: number, value: () => number) => Float32Array.from({ length }, value);
  const matrix = (name: string, rows: number, columns: number) => {
    return { name, shape: [columns, rows], data: filled(rows * columns, () => random() / 2) };
  };
  const ones = (name: string) => ({ name, shape: [WIDTH], data: filled(WIDTH, () => 1) });
  const output = matrix('output.weight', tokens.length, WIDTH);
  output.data.fill(0, 0, firstWord * WIDTH);
  const tensors = [matrix('token_embd.weight', tokens.length, WIDTH), ones('output_norm.weight'), output];
  for (let i = 0; i < BLOCKS; i++) {
    const square = ['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((n) =>
      matrix(`blk.${i}.${n}.weight`, WIDTH, WIDTH),
    );
    const wide = ['ffn_gate', 'ffn_up'].map((name) => matrix(`blk.${i}.${name}.weight`, HIDDEN, WIDTH));
    tensors.push(ones(`blk.${i}.attn_norm.weight`), ...square, ones(`blk.${i}.ffn_norm.weight`), ...wide);
    tensors.push(matrix(`blk.${i}.ffn_down.weight`, WIDTH, HIDDEN));
  }
  const number = (value: number) => ({ type: 'u32', value }) as const;
  const metadata = {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: 'tiny' },
    'general.file_type': number(0),
    'llama.block_count': number(BLOCKS),
    'llama.context_length': number(CONTEXT),
    'llama.embedding_length': number(WIDTH),
    'llama.feed_forward_length': number(HIDDEN),
    'llama.attention.head_count': number(HEADS),
    'llama.attention.layer_norm_rms_epsilon': { type: 'f32', value: 1e-5 },
    'llama.rope.dimension_count': number(WIDTH / HEADS),
    ...(embedding ? MEAN_POOLING : {}),
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.scores': { type: 'f32s', value: tokens.map((_, i) => -i) },
    'tokenizer.ggml.token_type': { type: 'i32s', value: types },
    'tokenizer.ggml.bos_token_id': number(1),
    'tokenizer.ggml.eos_token_id': number(2),
    'tokenizer.ggml.unknown_token_id': number(0),
  } as const;
  return encodeGguf(metadata, tensors);
}
