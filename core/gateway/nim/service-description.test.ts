import { expect, it } from 'vitest';
import { serviceMetadata, serviceVersion } from './service-description.ts';

const versions = { corral: '1.2.3', server: '0.33.0' };
const installed = [
  { name: 'llama3.2:latest', digest: 'a80c', remoteHost: null },
  { name: 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M', digest: 'b91d', remoteHost: null },
];
const models = { installed, asOf: 0 };

it('says the versions of Corral and of the server', () => {
  expect(serviceVersion({ versions })).toEqual({ release: '1.2.3', api: '0.33.0' });
  expect(serviceVersion({ versions: { ...versions, server: null } })).toEqual({ release: '1.2.3', api: '' });
});

it('lists the models that the client may know of, with their digests', () => {
  expect(serviceMetadata({ versions, models }, () => true)).toEqual({
    version: '1.2.3',
    ollamaVersion: '0.33.0',
    modelInfo: [
      { shortName: 'llama3.2:latest', modelUrl: 'ollama://llama3.2:latest', digest: 'a80c' },
      {
        shortName: 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M',
        modelUrl: 'ollama://hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M',
        digest: 'b91d',
      },
    ],
    assetInfo: [],
    licenseInfo: { name: 'MIT', url: expect.stringMatching(/^https:.*LICENSE$/) },
  });
  const { modelInfo } = serviceMetadata({ versions, models }, (name) => name.startsWith('llama'));
  expect(modelInfo.map(({ shortName }) => shortName)).toEqual(['llama3.2:latest']);
});
