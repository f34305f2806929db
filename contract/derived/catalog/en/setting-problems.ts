import { defineTexts } from '../define-texts.ts';

/** Why a setting can’t have a value, and what to enter instead. */
export const settingProblemText = defineTexts({
  fixed: 'This is set by {variable} in the environment. To change it, start Corral without that variable.',
  'count.range':
    'Enter a whole number from {min, number} to {max, number}. Ollama ignores anything else and uses its default.',
  'count.contextLength':
    'Enter a whole number of tokens from {min, number} to {max, number}. Anything less leaves no room for a response.',
  'count.requestWait': 'Enter a whole number of seconds from {min, number} to {max, number}.',
  'keepAlive.format':
    'Enter a duration such as 10m or 1h30m, a number of seconds, or -1 for forever. Ollama silently uses 5 minutes for anything else.',
  'keepAlive.tooLong': 'That’s more than 10 years. Use -1 for forever.',
  'list.repeated': '{item} is already in the list.',

  'path.lineBreak': 'A path can’t contain line breaks.',
  'path.edges': 'The path can’t begin or end with a space or quotation mark. Ollama would use a different folder.',
  'path.relative': 'Enter the full path, starting with / or ~/.',
  'path.missing': 'No file exists at that path.',
  'path.isFolder': 'That’s a folder. Choose the ollama executable.',
  'path.notExecutable': 'That file isn’t executable.',
  'path.unresponsive': 'That path isn’t responding. It may be on a disconnected network volume.',
  'folder.isFile': 'That’s a file, not a folder.',
  'folder.parentIsFile': '{path} is a file, not a folder.',
  'folder.notWritable': 'You don’t have permission to write to that folder.',
  'folder.notCreatable': 'You don’t have permission to create a folder in {path}.',
  'folder.volumeMissing': 'The volume “{volume}” isn’t connected. Connect it first.',

  'host.empty': 'Enter a host name.',
  'host.notBare': 'Enter only the host name, without http:// or a path.',
  'host.port': 'Enter the host name without a port.',
  'host.wildcard': 'Enter each name in full. Wildcards aren’t allowed because they’d accept any web page’s host name.',
  'host.invalid': 'That isn’t a valid host name. Use only letters, numbers, hyphens, and periods.',

  'origin.empty': 'Enter an origin. The server won’t start with an empty one.',
  'origin.several': 'Enter one origin, without spaces or commas. The server won’t start with them.',
  'origin.characters': 'Use only letters, numbers, and . - : /',
  'origin.wildcards': 'Use only one *. The server won’t start with more.',
  'origin.wildcardScheme':
    'Start with a scheme, as in https://*.example.com or myapp://*. Otherwise it won’t match any page.',
  'origin.lowercase': 'Use lowercase letters, as browsers do. Otherwise it won’t match any page.',
  'origin.scheme': 'Start with http:// or https://, or include a *, as in myapp://*. Otherwise the server won’t start.',
  'origin.invalid': 'That isn’t a valid origin.',
  'origin.form': 'Browsers send this origin as {origin}. Enter it that way, or it won’t match any page.',

  'variable.noName': 'Enter a name for the variable.',
  'variable.name': 'Use only letters, numbers, and underscores, and don’t start with a number.',
  'variable.host': 'Set network access on the Network page and the port under Server.',
  'variable.hasSetting': 'Use the “{setting}” setting instead of {name}.',
  'variable.account': '{name} comes from your user account. The server won’t work with a different value.',
  'variable.loadsCode': '{name} would load other code into the server, so Corral doesn’t pass it on.',
  'variable.lineBreak': 'A value can’t contain line breaks.',
  'variable.flag': 'Enter 1 or 0. Ollama treats any other text, such as “{value}”, as 1.',
  'variable.count': 'Enter a whole number. Ollama uses its default for anything else.',
  'variable.duration':
    'Enter a duration such as 10m or 1h30m, or a number of seconds. Ollama uses its default for anything else.',

  'modelsFolder.volumeMissing':
    'The models folder {folder} is on the volume “{volume}”, which isn’t connected. Connect it, or choose a different models folder in Settings.',
  'modelsFolder.unusable': 'Can’t use the models folder {folder}. {problem} Choose a different folder in Settings.',
  'modelsFolder.unresponsive':
    'The models folder {folder} isn’t responding. It may be on a disconnected network volume.',

  'stored.title': 'Some settings couldn’t be used',
  'stored.invalid': 'Using defaults for invalid values: {fields}. Change them in Settings.',
  'stored.unreadable': 'Couldn’t read the saved settings. Using defaults. {reason}',
});
