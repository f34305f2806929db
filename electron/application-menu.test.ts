import { expect, it, vi } from 'vitest';
import { applicationMenu } from './application-menu.ts';

const show = vi.fn();
const template = applicationMenu({ show, restartServer: vi.fn() });
const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));

it('has the Edit roles, so that copy and paste work, and the window and quit roles', () => {
  const roles = [...template, ...items].flatMap(({ role }) => role ?? []);
  expect(roles).toEqual(expect.arrayContaining(['editMenu', 'windowMenu', 'close', 'hide', 'quit', 'about']));
});

it('gives each shortcut to one item', () => {
  const keys = items.flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []));
  expect(keys).toEqual(expect.arrayContaining(['CmdOrCtrl+1', 'CmdOrCtrl+6', 'CmdOrCtrl+,', 'CmdOrCtrl+R']));
  expect(new Set(keys).size).toBe(keys.length);
});

it('opens the pages', () => {
  const item = items.find(({ label }) => label === 'Playground');
  Reflect.apply(item?.click ?? (() => undefined), null, []);
  expect(show).toHaveBeenCalledWith('playground');
});
