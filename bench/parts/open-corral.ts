import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { type CorralOptions, startCorral } from '../../tests/e2e/start-corral.ts';

export interface OpenCorral {
  /** The printed address, to be opened once. */
  readonly url: string;
  readonly dataDir: string;
  readonly page: Page;
  readonly context: BrowserContext;
}

/** Runs `measure` on a page of a browser of its own, with a headless host and the fake beside it; ends all of them. */
export async function withCorral<T>(
  fake: NonNullable<CorralOptions['fake']>,
  measure: (corral: OpenCorral) => Promise<T>,
): Promise<T> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('no browser found; CORRAL_BROWSER can name one');
  const corral = await startCorral({ fake });
  try {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const context = await browser.newContext({ viewport: { width: 1120, height: 760 } });
      return await measure({ url: corral.url, dataDir: corral.dataDir, context, page: await context.newPage() });
    } finally {
      await browser.close();
    }
  } finally {
    await corral.dispose();
  }
}
