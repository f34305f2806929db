import { expect, test } from 'vitest';
import type { InstalledModel } from '../../../../contract/models.ts';
import { chooseModel, modelsWith } from './model-choices.ts';

function model(name: string, capabilities: string[]): InstalledModel {
  return {
    name,
    capabilities,
    digest: '',
    sizeBytes: 1,
    modifiedAt: 0,
    family: null,
    parameterSize: null,
    quantization: null,
    contextLength: null,
    embeddingLength: null,
    remoteHost: null,
  };
}
const models = [
  model('llama3.2:1b', ['completion']),
  model('nomic-embed-text:latest', ['embedding']),
  model('old', []),
];

test('only models with the capability are offered, and all models of an Ollama that lists no capabilities', () => {
  expect(modelsWith('completion', models).map(({ name }) => name)).toEqual(['llama3.2:1b', 'old']);
  expect(modelsWith('embedding', models).map(({ name }) => name)).toEqual(['nomic-embed-text:latest', 'old']);
});

test('the last choice is remembered; one that was removed stays selected and is marked', () => {
  const chat = modelsWith('completion', models);
  expect(chooseModel('', chat, true).model).toBe('llama3.2:1b');
  expect(chooseModel('old:latest', chat, true).model).toBe('old');
  const removed = chooseModel('qwen3:8b', chat, true);
  expect(removed.model).toBe('qwen3:8b');
  expect(removed.options[0]).toEqual({ value: 'qwen3:8b', label: 'qwen3:8b (not installed)' });
  expect(chooseModel('qwen3:8b', [], false).options[0]?.label, 'the list is unknown').toBe('qwen3:8b');
  expect(chooseModel('', [], true).model).toBeNull();
});
