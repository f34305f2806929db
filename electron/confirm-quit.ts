import { movesOnQuit } from '../contract/derived/moves-on-quit.ts';
import { isIdle } from '../contract/derived/work.ts';
import type { App } from '../core/app.ts';
import type { QuitDecision } from '../core/shutdown.ts';
import { movePrompt, quitPrompt } from './interruption-prompt.ts';
import type { Prompt } from './prompts.ts';

export interface QuitPrompts {
  readonly promptConfirm: (prompt: Prompt) => Promise<boolean>;
  readonly promptQuit: (prompt: Prompt) => Promise<QuitDecision | null>;
}

/**
 * Asks before Corral quits where that would interrupt something; false keeps it open. A server that has to restart to keep running
 * without Corral waits a moment for what is in progress, and the question comes only where that isn't over by then.
 */
export async function confirmQuit(
  corral: Pick<App, 'snapshot' | 'work' | 'awaitIdle' | 'decideQuit'>,
  { promptConfirm, promptQuit }: QuitPrompts,
): Promise<boolean> {
  const snapshot = corral.snapshot.get();
  if (!movesOnQuit(snapshot)) {
    const prompt = quitPrompt(snapshot, await corral.work());
    return prompt === null || promptConfirm(prompt);
  }
  const left = await corral.awaitIdle();
  const decision = isIdle(left) ? 'keep' : await promptQuit(movePrompt(left));
  if (decision !== null) corral.decideQuit(decision);
  return decision !== null;
}
