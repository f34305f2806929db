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
