import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../contract/contract.ts';
import { errors } from '../contract/errors.ts';
import type { When } from '../contract/server.ts';
import { type Interruption, type WorkQuestion, workQuestion } from './interruption-prompt.ts';
import type { Page } from './pages.ts';
import type { TrayAction } from './tray-entry.ts';

export interface TrayActionOptions {
  readonly client: ContractRouterClient<typeof contract>;
  readonly show: (page?: Page) => void;
  readonly copy: (text: string) => Promise<void>;
  /** Asks before the server is opened without a key; true when the person agrees. */
  readonly confirm: (sentence: string) => Promise<boolean>;
  /** Asks before work is cut off; null when it shall not be. */
  readonly promptInterruption: (question: WorkQuestion) => Promise<'now' | 'idle' | null>;
  /** Says what went wrong. */
  readonly showError: (sentence: string) => Promise<unknown>;
  readonly quit: () => void;
}

const workToCutOff = errors.WORK_IN_PROGRESS.data;

/** Does what a menu entry says; what goes wrong is told to the person. */
export async function runTrayAction(action: TrayAction, options: TrayActionOptions): Promise<void> {
  try {
    await run(action, options);
  } catch (error) {
    await options.showError(sentence(error));
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

/** Makes a call that may open the server without a key, and where it would, makes it again when the person agrees. */
async function open(
  call: (confirmed: boolean, when: When) => Promise<unknown>,
  options: TrayActionOptions,
): Promise<void> {
  const set = (confirmed: boolean) => confirmInterruption('reach', (when) => call(confirmed, when), options);
  try {
    await set(false);
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'CONFIRMATION_NEEDED') throw error;
    if (await options.confirm(error.message)) await set(true);
  }
}

/** Makes a call that may cut off work, and where it would, makes it again when the person says so. */
async function confirmInterruption(
  interruption: Interruption,
  call: (when: When) => Promise<unknown>,
  { promptInterruption }: Pick<TrayActionOptions, 'promptInterruption'>,
): Promise<void> {
  try {
    await call('ask');
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'WORK_IN_PROGRESS') throw error;
    const when = await promptInterruption(workQuestion(interruption, workToCutOff.parse(error.data)));
    if (when !== null) await call(when);
  }
}

/** A typed error's own words, with its reason where it has one; anything else is a bug and gets one plain sentence. */
function sentence(error: unknown): string {
  if (!(error instanceof ORPCError) || !error.defined) return 'Something went wrong in Corral. Its output says what.';
  const data: unknown = error.data;
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : null;
  return typeof reason === 'string' ? `${error.message} ${reason}` : error.message;
}
