import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import type { Desktop } from './start-desktop.ts';

/** How often the fake has logged an event. */
export function count({ home }: Desktop, name: string): number {
  return readEvents(home).filter(({ event }) => event === name).length;
}

/** Leaves a long response in progress, and with it a model in memory. */
export async function startResponse(desktop: Desktop): Promise<void> {
  await desktop.page.evaluate(() => {
    const messages = [{ role: 'user', content: 'write 4000 tokens' }];
    const body = JSON.stringify({ model: 'tinyllama', stream: true, messages });
    const headers = { 'content-type': 'application/json' };
    fetch('/v1/chat/completions', { method: 'POST', headers, body })
      .then((response) => response.text())
      .catch(() => undefined);
  });
  await eventually(() => expect(count(desktop, 'generation-started')).toBe(1));
}

/** What the application's own Quit does; resolves once it was requested. */
export async function requestQuit({ app }: Desktop): Promise<void> {
  // The application may be gone before it can respond.
  await app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
}
