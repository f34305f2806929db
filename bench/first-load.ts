import { gzipSync } from 'node:zlib';
import type { Figure } from './parts/figure.ts';
import { withCorral } from './parts/open-corral.ts';

/** How much JavaScript comes before the first page can be used, as gzip would send it. */
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
      what: 'JavaScript before the Server page can be used, gzip',
      anchor: "Ollama's app: 455 kB",
      value: Math.round(bytes / 1000),
      limit: 200,
      unit: 'kB',
    },
  ];
}
