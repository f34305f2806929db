import { describe, expect, it } from 'vitest';
import { createModelPolicy } from '../policy/model-policy.ts';
import { validateAudioForm } from './audio-form.ts';

const models = {
  resolve: () => null,
  aliases: () => [],
  isCloud: () => false,
  changing: () => () => undefined,
};
const grant = { id: '1', name: 'a', scope: 'inference' as const, models: ['whisper:latest'], cloudAllowed: false };

describe('a form with a recording', () => {
  const policy = createModelPolicy(models, grant);
  const validateForm = async (fill: (form: FormData) => void) => {
    const form = new FormData();
    fill(form);
    const request = new Response(form);
    const contentType = request.headers.get('content-type') ?? '';
    const result = await validateAudioForm(Buffer.from(await request.arrayBuffer()), { contentType, policy });
    if (!result.allowed) return result.failure.status;
    return new Response(new Uint8Array(result.body), { headers: { 'content-type': result.contentType } }).formData();
  };

  it('is forwarded with its file and one spelling of its model', async () => {
    const sent = await validateForm((form) => {
      form.set('file', new Blob([new Uint8Array([0, 255, 13, 10, 45, 45])]), 'a.wav');
      form.set('model', ' Whisper ');
      form.set('language', 'de');
    });
    if (typeof sent === 'number') throw new Error(String(sent));
    expect(sent.get('model')).toBe('Whisper:latest');
    expect(sent.get('language')).toBe('de');
    const file = sent.get('file');
    if (!(file instanceof Blob)) throw new Error('no file');
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255, 13, 10, 45, 45]);
  });

  it('is rejected before it is parsed when it has too many fields', async () => {
    const many = (count: number) =>
      validateForm((form) => {
        form.set('model', 'whisper');
        for (let i = 0; i < count; i += 1) form.append('x', '');
      });
    expect(await many(100)).toBe(400);
    expect(await many(50)).toBeInstanceOf(FormData);
  });

  it('is rejected with another model, none, two, or one in capitals', async () => {
    expect(await validateForm((form) => form.set('model', 'other'))).toBe(403);
    expect(await validateForm((form) => form.set('x', 'y'))).toBe(400);
    const twice = (name: string) => (form: FormData) => {
      form.append('model', 'whisper');
      form.append(name, 'other');
    };
    expect(await validateForm(twice('model'))).toBe(400);
    expect(await validateForm(twice('Model'))).toBe(400);
  });
});
