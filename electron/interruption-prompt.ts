import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { interruptionText } from '../contract/derived/catalog/en/interruption.ts';
import {
  type InterruptingCommand,
  interruptionLimit,
  interruptionSentences,
} from '../contract/derived/interruption-text.ts';
import { type InterruptibleWork, isIdle } from '../contract/derived/work.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { InterruptionScope, Work } from '../contract/work.ts';
import type { Prompt } from './prompts.ts';

interface Interruption extends InterruptibleWork {
  readonly scope: InterruptionScope;
}

/** What to ask before a command interrupts that work. */
export function interruptionPrompt(
  command: InterruptingCommand,
  { scope, ...work }: Interruption,
  snapshot: Snapshot,
): Prompt {
  return {
    message: interruptionText(`title.${command}`),
    detail: detail(work, 'serverStarts', interruptionText(interruptionLimit(command, scope, snapshot))),
    confirm: interruptionText(`confirm.${command}`),
  };
}

/**
 * What to ask before Corral quits and the server stops, or stays where it is; null where nothing that goes through Corral would be
 * interrupted.
 */
export function quitPrompt(snapshot: Pick<Snapshot, 'server' | 'settings' | 'exposure'>, work: Work): Prompt | null {
  const { server, settings } = snapshot;
  if (!('runId' in server.actual) || isIdle(work)) return null;
  const keepsServer = settings.keepServerAfterQuit;
  return {
    message: desktopText(keepsServer ? 'quit.keepServer' : 'quit.message'),
    detail: detail(
      work,
      'corralOpens',
      keepsServer ? desktopText('quit.limitKeepServer') : interruptionText(interruptionLimit('quit', 'all', snapshot)),
    ),
    confirm: desktopText('quit.confirm'),
  };
}

/** What to ask before Corral quits and the server restarts to keep running without it. */
export function movePrompt(work: Work): Prompt {
  return {
    message: desktopText('quit.move'),
    detail: detail(work, 'corralOpens', desktopText('quit.limitMove')),
    confirm: desktopText('quit.moveAnyway'),
  };
}

function detail(work: InterruptibleWork, resume: 'serverStarts' | 'corralOpens', limit: string): string {
  const sentences = interruptionSentences(work, resume).map((sentence) => interruptionText(sentence));
  return `${sentences.join(' ')}\n\n${limit}`;
}
