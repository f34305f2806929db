import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { interruptionText } from '../contract/derived/catalog/en/interruption.ts';
import {
  type InterruptingCommand,
  interruptionLimit,
  interruptionSentences,
} from '../contract/derived/interruption-text.ts';
import { type InterruptibleWork, isIdle } from '../contract/derived/work.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { InterruptionScope } from '../contract/work.ts';
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

/** What to ask before Corral quits; null where nothing that goes through Corral would be interrupted. */
export function quitPrompt({ server, settings, exposure, work }: Snapshot): Prompt | null {
  if (!('runId' in server.actual) || isIdle(work)) return null;
  // A server that is open without a key is moved to loopback or stopped, whatever the setting says.
  const keepsServer = settings.keepServerAfterQuit && exposure.effective?.open === false;
  return {
    message: desktopText(keepsServer ? 'quit.keepServer' : 'quit.message'),
    detail: detail(
      work,
      'corralOpens',
      keepsServer ? desktopText('quit.limitKeepServer') : interruptionText('limit.all'),
    ),
    confirm: desktopText('quit.confirm'),
  };
}

function detail(work: InterruptibleWork, resume: 'serverStarts' | 'corralOpens', limit: string): string {
  const sentences = interruptionSentences(work, resume).map((sentence) => interruptionText(sentence));
  return `${sentences.join(' ')}\n\n${limit}`;
}
