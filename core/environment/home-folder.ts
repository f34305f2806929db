import { homedir, userInfo } from 'node:os';

function accountHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    // A container may run as a user without an account.
    return '/';
  }
}

/** The home folder: `HOME`, or the account's where that isn't set or empty, without which the server doesn't start. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env.HOME || homedir() || accountHome();
}
