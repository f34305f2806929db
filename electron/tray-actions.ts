import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../contract/contract.ts';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { openAccessText } from '../contract/derived/catalog/en/open-access.ts';
import type { InterruptingCommand } from '../contract/derived/interruption-text.ts';
import { openDirectText } from '../contract/derived/open-access-text.ts';
import { errors } from '../contract/errors.ts';
import type { When } from '../contract/server.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { interruptionPrompt } from './interruption-prompt.ts';
import type { Page } from './pages.ts';
import type { Prompt } from './prompts.ts';
import type { TrayAction } from './tray-entry.ts';

export interface TrayActionOptions {
  readonly client: ContractRouterClient<typeof contract>;
  readonly snapshot: () => Snapshot;
  readonly show: (page?: Page) => void;
  readonly copy: (text: string) => Promise<void>;
  /** Asks before the server is opened without a key; true when the person agrees. */
  readonly promptConfirm: (prompt: Prompt) => Promise<boolean>;
  /** Asks when to interrupt work in progress; null for not at all. */
  readonly promptInterruption: (prompt: Prompt) => Promise<'now' | 'idle' | null>;
  readonly showError: (message: string) => Promise<unknown>;
  readonly quit: () => void;
}

const InterruptedWork = errors.WORK_IN_PROGRESS.data;

/** Runs the action of a menu entry, and shows what goes wrong. */
export async function runTrayAction(action: TrayAction, options: TrayActionOptions): Promise<void> {
  try {
    await run(action, options);
  } catch (error) {
    await options.showError(errorMessage(error));
  }
}

async function run(action: TrayAction, options: TrayActionOptions): Promise<unknown> {
  const { client } = options;
  switch (action.do) {
    case 'startServer':
      return client.server.start();
    case 'stopServer':
      return confirmInterruption('stop', (when) => client.server.stop({ when }), options);
    case 'restartServer':
      return confirmInterruption('restart', (when) => client.server.restart({ when }), options);
    case 'cancelPending':
      return client.server.cancelPending();
    case 'cancelPendingChange':
      return client.exposure.cancelPending();
    case 'show':
      return options.show(action.page);
    case 'copy':
      return options.copy(action.text);
    case 'loadModel':
      return client.models.load({ name: action.name });
    case 'unloadModel':
      return client.models.unload({ name: action.name });
    case 'pausePull':
      return client.models.pausePull({ id: action.id });
    case 'resumePull':
      return client.models.resumePull({ id: action.id });
    case 'cancelPull':
      return client.models.cancelPull({ id: action.id });
    case 'setReach':
      return open(
        (confirmed, when) => options.client.exposure.setReach({ reach: action.reach, confirmed, when }),
        options,
      );
    case 'setKeyRequired':
      return open(
        (confirmed, when) => options.client.exposure.setKeyRequired({ required: action.required, confirmed, when }),
        options,
      );
    case 'quit':
      return options.quit();
  }
}

/** Makes a call that may open the server without a key; where it would, makes it again if the person agrees. */
async function open(
  call: (confirmed: boolean, when: When) => Promise<unknown>,
  options: TrayActionOptions,
): Promise<void> {
  const set = (confirmed: boolean) => confirmInterruption('changeAccess', (when) => call(confirmed, when), options);
  try {
    await set(false);
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'CONFIRMATION_NEEDED') throw error;
    if (await options.promptConfirm(openAccessPrompt(error.data))) await set(true);
  }
}

function openAccessPrompt(data: unknown): Prompt {
  return {
    message: `${openAccessText('title')}.`,
    detail: `${openAccessText('detail')}\n\n${openDirectText(data)}`,
    confirm: openAccessText('confirm'),
  };
}

/** Makes a call that may interrupt work; where it would, makes it again when the person chose. */
async function confirmInterruption(
  command: InterruptingCommand,
  call: (when: When) => Promise<unknown>,
  { promptInterruption, snapshot }: Pick<TrayActionOptions, 'promptInterruption' | 'snapshot'>,
): Promise<void> {
  try {
    await call('ask');
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'WORK_IN_PROGRESS') throw error;
    const work = InterruptedWork.parse(error.data);
    const when = await promptInterruption(interruptionPrompt(command, work, snapshot()));
    if (when !== null) await call(when);
  }
}

/** An expected error's message, with its reason if it has one; anything else is a bug and gets a general message. */
function errorMessage(error: unknown): string {
  if (!(error instanceof ORPCError) || !error.defined) return desktopText('unexpected');
  const data: unknown = error.data;
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : null;
  return typeof reason === 'string' ? `${error.message} ${reason}` : error.message;
}
