/** Who set an inherited variable, as far as Corral can tell. */
export type VariableSource = 'launchctl' | 'launchAgent' | 'systemd' | 'shell' | 'unknown';

/**
 * Where Corral's environment comes from. A service manager gives its services no terminal type; launchd names the job, and gives
 * apps that the Finder opens a name that begins with `application.`, and systemd gives each start of a unit an ID.
 */
export function environmentSource(env: NodeJS.ProcessEnv): Exclude<VariableSource, 'launchctl'> {
  if (env.TERM) return 'shell';
  const job = env.XPC_SERVICE_NAME ?? '';
  if (job !== '' && job !== '0' && !job.startsWith('application.')) return 'launchAgent';
  return env.INVOCATION_ID ? 'systemd' : 'unknown';
}
