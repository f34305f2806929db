/** A model to begin with. `sizeBytes` is what its default tag downloads, from ollama.com's library in November 2026. */
export interface RecommendedModel {
  readonly name: string;
  readonly sizeBytes: number;
  readonly capabilities: readonly string[];
  readonly words: string;
}

export const chatModels: readonly RecommendedModel[] = [
  {
    name: 'llama3.2:3b',
    sizeBytes: 2.0e9,
    capabilities: ['tools'],
    words: 'Quick everyday answers, small enough to stay loaded',
  },
  { name: 'gemma3:4b', sizeBytes: 3.3e9, capabilities: ['vision'], words: 'Reads images as well as text' },
  {
    name: 'qwen2.5:7b',
    sizeBytes: 4.7e9,
    capabilities: ['tools'],
    words: 'Good all-rounder, follows instructions well',
  },
  {
    name: 'qwen3:8b',
    sizeBytes: 5.2e9,
    capabilities: ['tools', 'thinking'],
    words: 'Thinks before it answers, slower on long questions',
  },
  {
    name: 'qwen2.5:14b',
    sizeBytes: 9.0e9,
    capabilities: ['tools'],
    words: 'Better answers; wants a good part of the memory',
  },
  {
    name: 'gpt-oss:20b',
    sizeBytes: 13.8e9,
    capabilities: ['tools', 'thinking'],
    words: 'Strong at reasoning; needs about 14 GB for itself',
  },
];

export const embeddingModels: readonly RecommendedModel[] = [
  {
    name: 'nomic-embed-text',
    sizeBytes: 274e6,
    capabilities: ['embedding'],
    words: 'Turns text into vectors for search, English',
  },
];
