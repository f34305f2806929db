import OpenAI from 'openai';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ollamaPath } from '../ollama/ollama-under-test.ts';
import type { Registry } from '../ollama/registry.ts';
import { startTinyRegistry } from '../ollama/tiny-library.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { startCorral } from './start-corral.ts';

/** The main job with whichever `ollama` is under test, the fake or the real one; models come from a local registry. */
let browser: Browser;
let registry: Registry;
beforeAll(async () => {
  browser = await launchBrowser();
  registry = await startTinyRegistry();
});
afterAll(async () => {
  await browser.close();
  await registry.close();
});

test('start, pull, chat, the SDK at both addresses, stop', { timeout: 60_000 }, async () => {
  const corral = await startCorral({ ollama: ollamaPath() });
  onTestFinished(() => corral.dispose());
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent(), { timeout: 30_000 }).toMatch(/^Running/);

  await goTo(page, 'Models');
  const field = page.getByRole('textbox', { name: 'Pull a model' });
  for (const model of ['chat', 'embed']) {
    await field.fill(registry.name(model));
    await field.press('Enter');
    const name = registry.name(model).replace('http://', '');
    await expect.poll(() => page.getByRole('row', { name }).count()).toBe(1);
  }

  await goTo(page, 'Playground');
  await page.getByRole('textbox', { name: 'Message' }).fill('Say hello');
  await page.getByRole('button', { name: 'Send' }).click();
  const response = page.getByRole('article', { name: 'Assistant' });
  await expect
    .poll(async () => ((await response.count()) ? await response.textContent() : ''), { timeout: 30_000 })
    .not.toBe('');
  await expect.poll(() => page.getByRole('button', { name: 'Stop generating' }).count(), { timeout: 30_000 }).toBe(0);

  const [chat = '', embed = ''] = ['chat', 'embed'].map((model) => registry.name(model).replace('http://', ''));
  for (const [baseURL, apiKey] of [
    [`http://localhost:${corral.ollamaPort}/v1`, 'ollama'],
    [`${corral.origin}/v1`, corral.token],
  ]) {
    const client = new OpenAI({ ...(baseURL ? { baseURL } : {}), apiKey, maxRetries: 0 });
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([expect.stringContaining(chat), expect.stringContaining(embed)]));
    const messages = [{ role: 'user' as const, content: 'Say hello' }];
    const whole = await client.chat.completions.create({ model: chat, messages, max_tokens: 20 });
    expect(whole.usage?.completion_tokens).toBeGreaterThan(0);
    let finish: string | null = null;
    for await (const chunk of await client.chat.completions.create({
      model: chat,
      messages,
      max_tokens: 20,
      stream: true,
    })) {
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(finish).not.toBeNull();
    expect((await client.completions.create({ model: chat, prompt: 'Once', max_tokens: 5 })).object).toBe(
      'text_completion',
    );
    const { data } = await client.embeddings.create({ model: embed, input: ['one', 'two'] });
    expect(data.map(({ embedding }) => embedding.length > 0)).toEqual([true, true]);
  }

  await page.getByRole('navigation').getByRole('button', { name: 'Stop server', exact: true }).click();
  await expect.poll(() => status.textContent()).toMatch(/^Stopped/);
  await expect(fetch(`${corral.ollamaUrl}/api/version`)).rejects.toThrow();
});
