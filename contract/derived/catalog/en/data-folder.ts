import { defineTexts } from '../define-texts.ts';

/** What happened to files of the data folder, and who uses it. */
export const dataFolderText = defineTexts({
  'settings.title': 'Couldn’t read the settings file',
  'settings.moved': 'Corral moved it to {file} in the data folder and is using default settings.',
  'database.title': 'Couldn’t read saved chats and activity',
  'database.moved': 'Corral moved the file to {file} in the data folder and started a new one.',
  'database.inMemory': 'New chats and activity are kept only until Corral quits. {reason}',
  'database.newer': 'This file was created by a newer version of Corral.',
  'lock.held': 'Corral is already running with this data folder ({host}, process {pid}, since {since}).',
  'lock.noStartTime': 'The system didn’t report when this process started.',
});
