import { defineTexts } from '../define-texts.ts';

/** What happened to files of the data folder, and who uses it. */
export const dataFolderText = defineTexts({
  'settings.title': 'Couldn’t read the settings file',
  'settings.lost': 'Corral is using default settings.',
  'keys.title': 'Couldn’t read the API keys file',
  'keys.lost': 'Existing keys no longer work. Create new ones on the Network page.',
  'aliases.title': 'Couldn’t read the model aliases file',
  'aliases.lost': 'Existing aliases no longer work. Add them again on the Network page.',
  'pulls.title': 'Couldn’t read the list of downloads',
  'pulls.lost':
    'Unfinished downloads are no longer listed. To resume one, download the model again on the Models page.',
  'run.title': 'Couldn’t read the record of the last server',
  'run.lost': 'If an earlier server is still running, Corral shows it as running outside Corral.',
  'serve.title': 'Couldn’t read the record of HTTPS on your tailnet',
  'serve.lost': 'A “tailscale serve” process of an earlier session may still be running.',
  'volume.title': 'Couldn’t read which disk your models are on',
  'volume.lost': 'If your models are on an external disk, make sure it’s connected before you start the server.',
  'logs.title': 'Couldn’t use the logs folder',
  'logs.lost': 'Earlier logs aren’t shown.',
  'log.title': 'Couldn’t use Corral’s own log',
  'log.lost': 'Corral started a new one.',
  'browser.title': 'Couldn’t use the folder for window data',
  'browser.lost': 'Window settings and unsent drafts may be lost.',
  'other.title': 'Couldn’t use {file} in the data folder',

  'problem.unreadable': 'Corral doesn’t have permission to use it.',
  'problem.folder': 'It’s a folder, not a file.',
  'problem.notAFolder': 'It isn’t a folder.',
  'problem.notAFile': 'It isn’t a regular file.',
  'problem.brokenLink': 'It’s a link that leads nowhere.',
  'problem.tooLarge': 'It’s too large to be a file of Corral’s.',
  'problem.unavailable': 'The system couldn’t read it.',
  moved: 'Corral moved it to {file} in the data folder.',
  stuck:
    'Corral couldn’t move it ({reason}) and won’t replace it. Quit Corral, then move or delete {file} in the data folder.',
  notReplaced: '{file} in the data folder can’t be read or moved ({reason})',
  left: 'Corral left it in place and won’t replace it. Quit Corral, then open it again.',

  'database.title': 'Couldn’t read saved chats and activity',
  'database.lost': 'Corral started a new one.',
  'database.sidecarLost': 'The latest chats and activity may be missing.',
  'database.inMemory': 'New chats and activity are kept only until Corral quits. {reason}',
  'database.newer': 'This file was created by a newer version of Corral.',
  'database.incomplete': 'This file doesn’t have Corral’s tables.',

  'lock.held': 'Corral is already running with this data folder ({host}, process {pid}, since {since}).',
  'lock.noStartTime': 'The system didn’t report when this process started.',
  'lock.unusable':
    'Another Corral may be using this data folder: {path} {problem}. Make sure that none is running, then delete it.',
  'lock.unreadable': 'can’t be read, and may belong to another user ("ls -l" shows its owner)',
  'lock.folder': 'is a folder',
  'lock.brokenLink': 'is a link that leads nowhere',
  'lock.notAFile': 'isn’t a regular file',
  'lock.unavailable': 'can’t be read at the moment',
  'lock.contended': 'keeps changing',
  unusable: 'Can’t use the data folder: {reason}.',
});
