import { randomUUID } from 'node:crypto';
import type { ElectronApplication } from 'playwright-core';
import { eventually } from '../eventually.ts';

/** An entry of the tray's menu as Electron has it. */
export interface TrayItem {
  readonly type: string;
  readonly label: string;
  readonly sublabel: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly items: readonly TrayItem[] | null;
}

/** What the inspector answers, as far as it is used here. */
interface Answer {
  readonly result?: { readonly objectId: string };
  readonly objects?: { readonly objectId: string };
}

/**
 * Finds the tray's menu in the running application, and follows its replacements. Electron has no way from a tray to its menu, so
 * the present one is looked for among all menus that live: the one with Quit Corral.
 */
export async function followTray(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Menu, Tray }) => {
    const { setContextMenu } = Tray.prototype;
    Tray.prototype.setContextMenu = function follow(menu) {
      Reflect.set(globalThis, 'trayMenu', menu);
      return setContextMenu.call(this, menu);
    };
    const { Session } = process.getBuiltinModule('node:inspector');
    const session = new Session();
    session.connect();
    const post = (method: string, params: object): Answer => {
      const answers: Answer[] = [];
      // In the same thread, the response comes before `post` returns.
      session.post(method, params, (_error, answer) => answers.push(answer as Answer));
      return answers[0] ?? {};
    };
    Reflect.set(globalThis, 'menuPrototype', Menu.prototype);
    const { result } = post('Runtime.evaluate', { expression: 'globalThis.menuPrototype' });
    const { objects } = post('Runtime.queryObjects', { prototypeObjectId: result?.objectId });
    const functionDeclaration = 'function () { globalThis.livingMenus = [...this]; }';
    post('Runtime.callFunctionOn', { objectId: objects?.objectId, functionDeclaration });
    session.disconnect();
    const living: Electron.Menu[] = Reflect.get(globalThis, 'livingMenus');
    Reflect.deleteProperty(globalThis, 'livingMenus');
    const menus = living.filter(({ items }) => items?.at(-1)?.label === 'Quit Corral');
    if (menus.length !== 1) throw new Error(`${menus.length} menus could be the tray's`);
    Reflect.set(globalThis, 'trayMenu', menus[0]);
  });
}

/** The tray's menu of the running application, as Electron has it. */
function trayMenu(app: ElectronApplication): Promise<readonly TrayItem[]> {
  return app.evaluate(() => {
    const plain = (item: Electron.MenuItem): TrayItem => ({
      type: item.type,
      label: item.label,
      sublabel: item.sublabel ?? '',
      enabled: item.enabled,
      checked: item.checked,
      items: item.submenu?.items.map(plain) ?? null,
    });
    const menu: Electron.Menu = Reflect.get(globalThis, 'trayMenu');
    return menu.items.map(plain);
  });
}

/**
 * Presses an entry of the tray's menu, named by the labels that lead to it, once there is one that can be pressed: Electron then
 * runs what it runs for a real press.
 */
export async function pressTray(app: ElectronApplication, ...labels: readonly string[]): Promise<void> {
  const id = randomUUID();
  await eventually(() => tryToPress(app, labels, id));
}

async function tryToPress(app: ElectronApplication, labels: readonly string[], id: string): Promise<void> {
  await app.evaluate(
    (_electron, { path, press }) => {
      // Lost results have this run again.
      if (Reflect.get(globalThis, 'lastPress') === press) return;
      const find = (menu: Electron.Menu | undefined, [label, ...rest]: readonly string[]): Electron.MenuItem => {
        const item = menu?.items.find((one) => one.label === label);
        if (!item?.enabled) throw new Error(`no ${label} to press: ${menu?.items.map((one) => one.label).join(', ')}`);
        return rest.length === 0 ? item : find(item.submenu, rest);
      };
      find(Reflect.get(globalThis, 'trayMenu'), path).click();
      Reflect.set(globalThis, 'lastPress', press);
    },
    { path: labels, press: id },
  );
}

/** The entries of a submenu, or of the menu itself. */
export async function trayItems(app: ElectronApplication, ...labels: readonly string[]): Promise<readonly TrayItem[]> {
  return labels.reduce<readonly TrayItem[]>(
    (items, label) => items.find((item) => item.label === label)?.items ?? [],
    await trayMenu(app),
  );
}

/** The labels of a submenu, or of the menu itself; separators are `-`. */
export async function trayLabels(app: ElectronApplication, ...labels: readonly string[]): Promise<readonly string[]> {
  return (await trayItems(app, ...labels)).map(({ type, label }) => (type === 'separator' ? '-' : label));
}
