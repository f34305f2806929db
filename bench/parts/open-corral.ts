import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { startCorral } from '../../tests/e2e/start-corral.ts';
import type { FakeSwitches } from '../../tests/fake-ollama/src/types.ts';

export interface OpenCorral {
  /** The printed address; its token works once. */
  readonly url: string;
  readonly dataDir: string;
  readonly page: Page;
  readonly context: BrowserContext;
}

/**
 * Runs `measure` with a headless host, a fake server, and a page in a browser of its own, and stops all of them afterwards.
 * @throws {Error} when no browser is found
 */
export async function withCorral<T>(fake: FakeSwitches, measure: (corral: OpenCorral) => Promise<T>): Promise<T> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('no browser found; set CORRAL_BROWSER to the path of one');
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
