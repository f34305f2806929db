import type { MessageOf } from '../../../contract/derived/catalog/define-texts.ts';
import type { modelsText } from '../../../contract/derived/catalog/en/models.ts';

export interface RecommendedModel {
  readonly name: string;
  /** Download size of the default tag. Source: ollama.com/library, November 2026. */
  readonly sizeBytes: number;
  readonly capabilities: readonly string[];
  readonly description: MessageOf<typeof modelsText>;
}

export const chatModels: readonly RecommendedModel[] = [
  {
    name: 'llama3.2:3b',
    sizeBytes: 2.0e9,
    capabilities: ['tools'],
    description: { key: 'recommended.llama32' },
  },
  {
    name: 'gemma3:4b',
    sizeBytes: 3.3e9,
    capabilities: ['vision'],
    description: { key: 'recommended.gemma3' },
  },
  {
    name: 'qwen2.5:7b',
    sizeBytes: 4.7e9,
    capabilities: ['tools'],
    description: { key: 'recommended.qwen25' },
  },
  {
    name: 'qwen3:8b',
    sizeBytes: 5.2e9,
    capabilities: ['tools', 'thinking'],
    description: { key: 'recommended.qwen3' },
  },
  {
    name: 'qwen2.5:14b',
    sizeBytes: 9.0e9,
    capabilities: ['tools'],
    description: { key: 'recommended.qwen25Large' },
  },
  {
    name: 'gpt-oss:20b',
    sizeBytes: 13.8e9,
    capabilities: ['tools', 'thinking'],
    description: { key: 'recommended.gptOss' },
  },
];

export const embeddingModels: readonly RecommendedModel[] = [
  {
    name: 'nomic-embed-text',
    sizeBytes: 274e6,
    capabilities: ['embedding'],
    description: { key: 'recommended.nomicEmbed' },
  },
];
