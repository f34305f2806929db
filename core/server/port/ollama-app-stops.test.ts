import { expect, it } from 'vitest';
import type { ProcessInfo } from '../../os/process-info.ts';
import { createOllamaAppStops } from './ollama-app-stops.ts';

it('blames each app once, and nobody where none is running', async () => {
  const running: { app: ProcessInfo | null } = { app: null };
  const start = (startTime: string): void => {
    running.app = { pid: 7, startTime } as ProcessInfo;
  };
  const isOllamaAppsStop = createOllamaAppStops(() => Promise.resolve(running.app));
  expect(await isOllamaAppsStop()).toBe(false);
  start('1');
  expect([await isOllamaAppsStop(), await isOllamaAppsStop()]).toEqual([true, false]);
  start('2');
  expect([await isOllamaAppsStop(), await isOllamaAppsStop()]).toEqual([true, false]);
});
