import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyPullError } from './classify-pull-error.ts';
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

describe('classifyPullError', () => {
  it.each([
    ['pull model manifest: file does not exist', 'unknownModel'],
    [
      'pull model manifest: Get "https://registry.ollama.ai/v2/": dial tcp: lookup x: no such host',
      'registryUnreachable',
    ],
    [
      'pull model manifest: Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
      'registryUnreachable',
    ],
    ['max retries exceeded: Get "https://r/": net/http: TLS handshake timeout', 'registryUnreachable'],
    ['max retries exceeded: write /m/blobs/sha256-1-partial: no space left on device', 'diskFull'],
    [
      'pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.',
      'ollamaTooOld',
    ],
    ['digest mismatch, file must be downloaded again: want a, got b', 'other'],
  ])('%s → %s', (text, kind) => {
    expect(classifyPullError(text).kind).toBe(kind);
  });

  it('shows an unknown error in Ollama’s own words', () => {
    expect(classifyPullError('the moon is full').message).toContain('the moon is full');
  });
});
