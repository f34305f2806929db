import { expect, it } from 'vitest';
import type { ServerState } from '../contract/server.ts';
import { type TrayIcon, trayFrames, trayIcon } from './tray-icon.ts';

function effective(open: boolean, keyed: boolean) {
  return { reach: 'localNetwork' as const, open, keyed, ollamaHost: '', listening: [] };
}

it.each<[ServerState, TrayIcon]>([
  ['notInstalled', 'problem'],
  ['stopped', 'stopped'],
  ['starting', 'starting'],
  ['running', 'running'],
  ['unresponsive', 'problem'],
  ['restarting', 'starting'],
  ['failed', 'problem'],
  ['stopping', 'starting'],
  ['external', 'running'],
  ['portInUse', 'problem'],
])('%s: %s', (state, icon) => {
  expect(trayIcon(state, null)).toBe(icon);
});

it.each<[open: boolean, keyed: boolean, TrayIcon]>([
  [true, false, 'open'],
  [true, true, 'open'],
  [false, true, 'shared'],
  [false, false, 'running'],
])('while it runs, open %s and keyed %s: %s', (open, keyed, icon) => {
  expect(trayIcon('running', effective(open, keyed))).toBe(icon);
  expect(trayIcon('external', effective(open, keyed))).toBe(icon);
  expect(trayIcon('failed', effective(open, keyed))).toBe('problem');
});

it('has two frames only where it is animated', () => {
  expect(trayFrames('starting')).toHaveLength(2);
  expect(trayFrames('open')).toEqual(['openTemplate.png']);
});
