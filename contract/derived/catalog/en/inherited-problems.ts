import { defineTexts } from '../define-texts.ts';

/** What is wrong with variables of the server that Corral inherited, where they are set, and what to do. */
export const inheritedProblemText = defineTexts({
  title: '{variable} is set incorrectly in the environment',
  detail: 'It’s {value}. {reason} {where} {remedy}',

  'origins.fatal':
    'The server can’t start with {items}, so Corral leaves out {count, plural, one {that origin} other {those origins}}. Each origin has to start with http:// or https://, or include one *. Separate origins with commas, without spaces.',
  'origins.unmatched':
    'No web page matches {items}. Browsers send an origin in lowercase as a scheme, a host, and an optional port, such as https://chat.example.com.',
  'models.unexpanded':
    'Ollama doesn’t expand {prefix} and would create a folder with that name, so Corral passes on {folder} instead.',
  'models.relative': 'It isn’t a full path, so the server keeps its models in {folder}.',
  'host.path':
    'Corral doesn’t use it, but the ollama command does, and its requests fail because of the path after the address.',
  'host.port':
    'Corral doesn’t use it, but the ollama command does, and uses port {port} because this isn’t a valid port.',
  'host.number': 'Corral doesn’t use it, but the ollama command does, and takes the number for a host name.',
  duration: 'It isn’t a duration such as 10m or 1h30m, so Ollama uses 5 minutes.',
  count: 'It isn’t a whole number, so Ollama uses its default: {fallback}.',
  flag: 'It’s neither 1 nor 0. Ollama treats any other text as 1.',
  debug: 'It’s neither 0, 1, nor 2. Ollama treats any other text as 0.',
  'debug.negative': 'A negative level leaves most messages out of the log.',
  parallelRequests: 'Models don’t load with more than {max, number} parallel requests.',
  contextLength: 'Less than {min, number} tokens leaves no room for a response.',
  maxQueue: 'The server can’t start with that many, so Corral doesn’t pass it on.',
  kvCacheType: 'Models don’t load with this type. Use f16, q8_0, or q4_0.',
  lineBreak: 'It contains a line break.',

  'where.launchctl': 'It was set with launchctl for all apps.',
  'where.launchAgent': 'It comes from the property list of the launch agent that starts Corral.',
  'where.systemd': 'It comes from the systemd unit that starts Corral.',
  'where.shell': 'It comes from the shell that Corral was started from, or its startup files.',
  'where.unknown': 'It comes from the environment that Corral was started in.',

  'fix.launchctl':
    'To remove it, run “launchctl unsetenv {variable}” in Terminal, then quit and reopen Corral. If it comes back, a launch agent sets it at login.',
  'fix.other': 'Correct or remove it there, then restart Corral.',
  'fix.orSetting': '{fix} Or set “{setting}” in Settings, which takes precedence.',
});
