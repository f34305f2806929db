import type { Settings } from '../../contract/settings.ts';
import { serverPort } from './server-port.ts';

/** The settings a server process is started with; reach is left out, because changing it restarts the server at once. */
export type LaunchedSettings = Pick<Settings, 'ollamaPath' | 'port' | 'modelsFolder'>;

/** The fields that a running server was started without; none while nothing of ours runs. */
export const restartNeeded = (
  launched: LaunchedSettings | null,
  now: LaunchedSettings,
  env: NodeJS.ProcessEnv,
): string[] => {
  if (!launched) return [];
  const fields: string[] = [];
  if (launched.ollamaPath !== now.ollamaPath) fields.push('ollamaPath');
  if (serverPort(launched, env) !== serverPort(now, env)) fields.push('port');
  if (launched.modelsFolder !== now.modelsFolder) fields.push('modelsFolder');
  return fields;
};
