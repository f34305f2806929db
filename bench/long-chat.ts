import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Conversation, Message } from '../contract/conversations.ts';
import { connectRpc } from '../tests/e2e/rpc-client.ts';
import type { Figure } from './parts/figure.ts';
import { longestTasks } from './parts/longest-task.ts';
import { withCorral } from './parts/open-corral.ts';
import { scrollThrough } from './parts/scroll-through.ts';

const MESSAGE_COUNT = 2_000;
const TITLE = 'A long chat';
const STEP_PIXELS = 1_500;
/** Pages of 100 earlier messages that one run shows; the three runs show nearly all messages. */
const PAGES_PER_RUN = 6;

/** A response like a model's: paragraphs and a list, and in every fifth some code. */
function responseText(n: number): string {
  const code = n % 5 === 0 ? `\n\n\`\`\`python\ndef answer_${n}(x: int) -> int:\n    return x * ${n}\n\`\`\`` : '';
  return `Answer **${n}** takes two steps. ${'It says what it has to say in plain words. '.repeat(6)}

- The first step is \`step_${n}\`.
- The second one ends it.${code}`;
}

function messageAt(n: number): Message {
  const common = { id: `message-${n}`, at: 1_750_000_000_000 + n * 1000, thinking: null, error: null, stats: null };
  return n % 2 === 0
    ? { ...common, role: 'user', content: `Question ${n}: what comes next?`, model: null, end: null }
    : { ...common, role: 'assistant', content: responseText(n), model: 'tinyllama:latest', end: 'complete' };
}

const conversation: Conversation = {
  id: 'long-chat',
  title: TITLE,
  model: 'tinyllama:latest',
  updatedAt: Date.now(),
  messages: Array.from({ length: MESSAGE_COUNT }, (_, n) => messageAt(n)),
};

/** Clicks from within the page, because Playwright's lookups would run on the thread that is measured. */
async function showEarlier(page: Page): Promise<void> {
  for (let shown = 0; shown < PAGES_PER_RUN; shown += 1) {
    await page.evaluate(() => {
      const button = document.querySelector('.earlier');
      if (button instanceof HTMLElement) button.click();
    });
    await delay(250);
  }
}

/** The longest tasks of the page's main thread with a chat of 2,000 messages. */
export function longChat(): Promise<readonly Figure[]> {
  return withCorral({ installed: ['tinyllama'] }, async ({ url, page }) => {
    const { client, close } = await connectRpc(url);
    await client.conversations.save(conversation);
    close();
    await page.goto(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('complementary', { name: 'History' }).getByRole('button', { name: TITLE }).first().click();
    await page.getByRole('article', { name: 'Assistant' }).last().hover();
    const scroll = (): Promise<void> => scrollThrough(page, -STEP_PIXELS);
    const figures = await longestTasks(page, [
      [`while scrolling through the newest of ${MESSAGE_COUNT} messages`, scroll],
      ['while showing earlier messages, 100 at a time', () => showEarlier(page)],
      [`while scrolling through all of ${MESSAGE_COUNT} messages`, scroll],
    ]);
    const shown = await page.getByRole('article').count();
    if (shown < MESSAGE_COUNT * 0.9) throw new Error(`only ${shown} messages were shown`);
    return figures;
  });
}
