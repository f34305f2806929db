import { gzipSync } from 'node:zlib';
import type { Figure } from './parts/figure.ts';
import { withCorral } from './parts/open-corral.ts';

/** How much JavaScript is loaded before the first page is usable, compressed with gzip. */
export async function firstLoad(): Promise<readonly Figure[]> {
  const bytes = await withCorral({}, async ({ url, page }) => {
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).byteLength));
    });
    await page.goto(url);
    await page.getByRole('main').getByRole('button', { name: 'Stop server' }).waitFor();
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  });
  return [
    {
      label: 'JavaScript before the Server page is usable, gzip',
      baseline: "Ollama's app: 455 kB",
      value: Math.round(bytes / 1000),
      limit: 200,
      unit: 'kB',
    },
  ];
}
