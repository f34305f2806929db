import type { Settings } from '../../contract/settings.ts';
import { corralVariables } from '../environment/corral-variables.ts';
import { childEnvironment } from '../ollama/child-environment.ts';
import { settingVariables } from './known-variables.ts';
import { serverPort } from './server-port.ts';
import { serverVariables } from './server-variables.ts';

/** The server's environment without its address, which has rules of its own. */
function environmentFor(settings: Settings, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return childEnvironment(env, serverVariables(settings), { host: '', port: 0 });
}

/**
 * The fields whose change the running server doesn't have yet, by the environment it would get: a setting that makes no difference
 * there is no change. Reach is left out, because changing it restarts the server at once.
 */
export function restartNeeded(launched: Settings | null, now: Settings, env: NodeJS.ProcessEnv): string[] {
  if (!launched) return [];
  const fields = new Set<string>();
  const isProgramFixed = corralVariables(env).ollama !== null;
  if (launched.ollamaPath !== now.ollamaPath && !isProgramFixed) fields.add('ollamaPath');
  if (serverPort(launched, env) !== serverPort(now, env)) fields.add('port');
  const before = environmentFor(launched, env);
  const after = environmentFor(now, env);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[name] === after[name]) continue;
    fields.add(settingVariables.find((known) => known.name === name)?.field ?? 'extraVariables');
  }
  return [...fields];
}
