import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installedModels } from './installed-models.ts';
import { loadedModels } from './loaded-models.ts';
import { modelDetails } from './model-details.ts';

describe('lists', () => {
  it('tolerate null and missing fields, and entries that aren’t models', () => {
    expect(installedModels({ models: null })).toEqual([]);
    expect(installedModels({})).toEqual([]);
    const [model, ...rest] = installedModels({
      models: [{ name: 'm:latest', details: { families: null, family: '' } }, 7, null, { size: 1 }],
    });
    expect(rest).toEqual([]);
    expect(model).toMatchObject({ name: 'm:latest', sizeBytes: 0, family: null, capabilities: [], remoteHost: null });
  });

  it('recognize a cloud model by its remote model or host', () => {
    const [byHost, byModel] = installedModels({
      models: [
        { name: 'a:latest', remote_host: 'https://elsewhere.example' },
        { name: 'b:latest', remote_model: 'gpt-oss:120b' },
      ],
    });
    expect([byHost?.remoteHost, byModel?.remoteHost]).toEqual(['https://elsewhere.example', 'https://ollama.com:443']);
  });

  it('have no expiry when it is centuries ahead', () => {
    const now = Date.parse('2026-08-21T10:00:00Z');
    const entry = (name: string, expires_at: string) => ({ name, size: 10, size_vram: 4, expires_at });
    const [soon, never] = loadedModels(
      { models: [entry('a', '2026-08-21T10:05:00.123456789+00:00'), entry('b', '2318-11-02T00:00:00Z')] },
      now,
    );
    expect(soon).toMatchObject({ gpuBytes: 4, contextLength: null });
    expect(soon?.expiresAt).toBeGreaterThan(now);
    expect(never?.expiresAt).toBeNull();
  });

  it('parse any entries without throwing', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (models) => {
        expect(Array.isArray(installedModels({ models }))).toBe(true);
        expect(Array.isArray(loadedModels({ models }, 0))).toBe(true);
      }),
    );
  });

  it('finds the context length under the architecture', () => {
    const info = { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960, 'qwen3.embedding_length': 4096 };
    expect(modelDetails('m', { model_info: info, template: 'T' })).toMatchObject({
      contextLength: 40_960,
      embeddingLength: 4096,
      template: 'T',
      license: null,
    });
  });
});

describe('what isn’t known', () => {
  const unknown = { family: null, parameterSize: null, quantization: null, contextLength: null, embeddingLength: null };

  it.each([
    ['zeros', { details: { context_length: 0, embedding_length: 0, parameter_size: '0' } }],
    ['negative numbers', { details: { context_length: -1, embedding_length: -4096 } }],
    ['words for nothing', { details: { family: 'unknown', parameter_size: 'unknown', quantization_level: 'unknown' } }],
    ['empty texts', { details: { family: '', families: null, parameter_size: '', quantization_level: ' ' } }],
    ['nulls', { details: { family: null, families: null, parameter_size: null, quantization_level: null } }],
    ['other types', { details: { family: 7, families: 'llama', parameter_size: {}, context_length: 'long' } }],
    ['no details', {}],
    ['null details', { details: null }],
    ['details of another type', { details: 'llama' }],
    ['a list of nothing', { details: { families: [], parameter_size: 'N/A', quantization_level: '-' } }],
  ])('of an installed model is null, not zero: %s', (_, tag) => {
    expect(installedModels({ models: [{ name: 'm', size: 1, ...tag }] })).toMatchObject([{ name: 'm', ...unknown }]);
  });

  it.each([
    [{ size: 0, modified_at: '0001-01-01T00:00:00Z' }],
    [{ size: -1, modified_at: '0000-12-31T23:00:00-01:00' }],
    [{ size: null, modified_at: null }],
    [{ size: 'large', modified_at: 'yesterday' }],
    [{}],
  ])('of a size or a time is 0 in the list: %j', (tag) => {
    expect(installedModels({ models: [{ name: 'm', ...tag }] })).toMatchObject([{ sizeBytes: 0, modifiedAt: 0 }]);
  });

  it('leaves what is known: digits in a string, and the first of several families', () => {
    const details = { families: ['qwen3'], context_length: '40960', embedding_length: 4096, parameter_size: '8.2B' };
    expect(installedModels({ models: [{ name: 'm', size: '5225388164', details }] })).toMatchObject([
      {
        family: 'qwen3',
        contextLength: 40_960,
        embeddingLength: 4096,
        parameterSize: '8.2B',
        sizeBytes: 5_225_388_164,
      },
    ]);
  });

  it.each([
    [{ 'general.architecture': 'bert', 'bert.context_length': 0, 'bert.embedding_length': 0 }, null],
    [{ 'general.architecture': 'bert', 'bert.context_length': -1 }, null],
    [{ 'general.architecture': 'bert', 'bert.context_length': [512, 512] }, null],
    [{ 'general.architecture': 'bert', 'bert.context_length': '512' }, 512],
    [{ 'general.architecture': null, 'bert.context_length': 512 }, 512],
    [{ 'bert.context_length': 512 }, 512],
    [{ 'general.architecture': 'bert', 'clip.context_length': 77 }, null],
    [null, null],
  ])('of a model’s details is null: %j', (model_info, contextLength) => {
    expect(modelDetails('m', { model_info, details: null, capabilities: null })).toMatchObject({
      contextLength,
      embeddingLength: null,
      capabilities: [],
    });
  });

  it.each([
    [{ expires_at: '0001-01-01T00:00:00Z' }],
    [{ expires_at: '1970-01-01T00:00:00Z' }],
    [{ expires_at: '' }],
    [{ expires_at: null }],
    [{}],
  ])('of a loaded model’s end is missing, and neither past nor never: %j', (entry) => {
    const [loaded] = loadedModels({ models: [{ name: 'm', size: -1, size_vram: 0, context_length: 0, ...entry }] }, 1);
    expect(loaded).toEqual({ name: 'm', sizeBytes: 0, gpuBytes: 0, contextLength: null });
  });
});
