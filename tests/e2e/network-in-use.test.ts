import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPrivateAddress, openWithKey, reportNoPrivateAddress } from '../clients/keyed-host.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

if (!hasPrivateAddress) reportNoPrivateAddress('tests/e2e/network-in-use');

describe.runIf(hasPrivateAddress)('a network that a client uses', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('is closed only after a confirmation, waits for the response, and interrupts it on request', async () => {
    const corral = await corralFor({ fake: { installed: ['tinyllama'], tokensPerSecond: 20 } });
    const { baseUrl, key } = await openWithKey(corral);
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'tinyllama',
        stream: true,
        messages: [{ role: 'user', content: 'write 4000 tokens' }],
      }),
    });
    expect(response.status).toBe(200);
    const isComplete = response.text().then(
      () => true,
      () => false,
    );

    const page = await openPage(browser, corral);
    await goTo(page, 'Network');
    const address = new URL(baseUrl).hostname.replace(/^\[|\]$/g, '');
    const network = page.getByTitle(address).getByRole('checkbox');
    const dialog = page.getByRole('dialog', { name: 'Interrupt requests in progress?' });
    const bar = page.getByRole('region', { name: 'Change pending' });
    await network.click();
    await expect.poll(() => dialog.textContent()).toContain('1 response is in progress and will be interrupted.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => dialog.count()).toBe(0);
    expect(await network.isChecked()).toBe(true);

    await network.click();
    await dialog.getByRole('button', { name: 'When Idle' }).click();
    await expect.poll(() => bar.textContent()).toMatch(/off\. Waiting for 1 response to finish\./);
    expect(await network.isChecked()).toBe(true);
    await bar.getByRole('button', { name: 'Change Now' }).click();
    await expect.poll(() => network.isChecked()).toBe(false);
    expect(await isComplete).toBe(false);
    await expect.poll(() => bar.count()).toBe(0);
    await expect(fetch(`${baseUrl}/models`)).rejects.toThrow();
  });
});
