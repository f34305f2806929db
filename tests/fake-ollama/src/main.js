/** @import { Env } from './types.ts' */
import { homedir } from 'node:os';
import { readConfig } from './process/config.js';
import { errorMessage } from './process/error-message.js';
import { nameProcess } from './process/process-name.js';
import { readSwitches } from './process/switches.js';
import { printVersion } from './process/version-command.js';
import { serve } from './serve.js';

const COMMANDS = ['serve', 'start', 'list', 'ls', 'ps', 'show', 'pull', 'rm', 'cp', 'stop', 'run', 'create'];

/** @param {string} text */
function fail(text) {
  process.stderr.write(`Error: ${text}\n`);
  process.exitCode = 1;
}

/**
 * The command line: only `serve` and the version; the other commands print tables for people, which no program should parse.
 * @param {readonly string[]} args
 * @param {Env} env
 */
async function main(args, env) {
  nameProcess('ollama', args);
  const [command, ...rest] = args;
  if (args.includes('-v') || args.includes('--version')) {
    return printVersion(readConfig(env), readSwitches(env));
  }
  if (command === undefined) return fail('the interactive menu is not part of this fake');
  if (command.startsWith('-')) return fail(`unknown flag: ${command}`);
  if (!COMMANDS.includes(command)) return fail(`unknown command "${command}" for "ollama"`);
  if (command !== 'serve' && command !== 'start') return fail(`"${command}" is not part of this fake`);
  const flag = rest.find((arg) => arg.startsWith('-'));
  if (flag !== undefined) return fail(`unknown flag: ${flag}`);
  if (rest.length > 0) return fail(`accepts 0 arg(s), received ${rest.length}`);
  try {
    await serve(env, args);
  } catch (error) {
    fail(errorMessage(error));
    process.exit();
  }
}

await main(process.argv.slice(2), { ...process.env, HOME: process.env.HOME ?? homedir() });
